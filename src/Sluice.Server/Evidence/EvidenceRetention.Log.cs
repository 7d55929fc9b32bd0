using Microsoft.Extensions.Logging;

namespace Sluice.Server.Evidence;

internal sealed partial class EvidenceRetention
{
    [LoggerMessage(LogLevel.Information, "Removed {ByAge} files of evidence by age and {BySize} by size; {Bytes} bytes are kept")]
    private partial void LogRemoved(long byAge, long bySize, long bytes);

    [LoggerMessage(LogLevel.Error, "Evidence could not be looked through; trying again in {Pause}")]
    private partial void LogFailed(Exception exception, TimeSpan pause);
}
