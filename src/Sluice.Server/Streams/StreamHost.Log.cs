using Microsoft.Extensions.Logging;

namespace Sluice.Server.Streams;

internal sealed partial class StreamHost
{
    [LoggerMessage(LogLevel.Information, "Took over {Count} streams that had not ended")]
    private partial void LogTookOver(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} streams had not come to rest when the node left: the next start goes on with them")]
    private partial void LogLeftBehind(int count);

    [LoggerMessage(LogLevel.Error, "The sweep for closing streams failed: it is tried again every second")]
    private partial void LogSweepFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "Stream {StreamId} could not be read after a fault: the sweep takes it up again")]
    private partial void LogNotRead(string streamId, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The session of stream {StreamId} met a fault of the server itself: it begins again in {Pause} s, or with its close")]
    private partial void LogSessionFault(string streamId, double pause, Exception exception);
}
