using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection;

internal sealed partial class DetectorCalls
{
    [LoggerMessage(
        EventName = "DetectorFailed",
        Level = LogLevel.Warning,
        Message = "Detector {Detector} contributed nothing to some frames or sound: {Failure}. {Held} earlier failures were not logged")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string detector, DetectorFailure failure, int held);
}
