using Microsoft.Extensions.Logging;
using Sluice.Server.Streams;

namespace Sluice.Server.Pulling;

internal sealed partial class PullSession
{
    [LoggerMessage(LogLevel.Information, "Stream {StreamId} is open: video {HasVideo}, audio {HasAudio}")]
    private partial void LogOpened(string streamId, bool hasVideo, bool hasAudio);

    [LoggerMessage(LogLevel.Information, "Stream {StreamId}: its source has ended: {Detail}")]
    private partial void LogSourceEnded(string streamId, string detail);

    [LoggerMessage(LogLevel.Warning, "Stream {StreamId}: a pull ended, {Cause}: {Detail}")]
    private partial void LogAttemptEnded(string streamId, PullCause cause, string detail);

    [LoggerMessage(LogLevel.Information, "Stream {StreamId} has ended, {End}, after {Frames} frames and {Segments} audio segments")]
    private partial void LogEnded(string streamId, StreamEvent end, long frames, long segments);

    [LoggerMessage(LogLevel.Warning, "Stream {StreamId}: its last progress could not be written before the node left")]
    private partial void LogLeftUnwritten(string streamId);
}
