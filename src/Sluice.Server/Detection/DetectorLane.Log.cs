using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection;

internal sealed partial class DetectorLane
{
    [LoggerMessage(
        EventName = "DetectorFailed",
        Level = LogLevel.Warning,
        Message = "Detector {Detector} contributed nothing to a batch of frames: {Failure}. {Held} earlier failures were not logged")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string detector, DetectorFailure failure, int held);
}
