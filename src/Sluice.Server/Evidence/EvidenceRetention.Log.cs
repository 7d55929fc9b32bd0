using Microsoft.Extensions.Logging;

namespace Sluice.Server.Evidence;

internal sealed partial class EvidenceRetention
{
    [LoggerMessage(LogLevel.Information, "Removed {ByAge} files of evidence by age and {BySize} by size; {Bytes} bytes are kept")]
    private partial void LogRemoved(long byAge, long bySize, long bytes);

    [LoggerMessage(LogLevel.Error, "{Folder} could not be looked through: what is in it is neither counted nor removed")]
    private partial void LogUnreadable(string folder, Exception exception);

    [LoggerMessage(LogLevel.Error, "{File} could not be removed")]
    private partial void LogNotRemoved(string file, Exception exception);

    [LoggerMessage(LogLevel.Error, "Evidence could not be looked through; trying again in {Pause}")]
    private partial void LogFailed(Exception exception, TimeSpan pause);
}
