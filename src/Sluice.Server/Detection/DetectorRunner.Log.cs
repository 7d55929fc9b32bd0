using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection;

internal sealed partial class DetectorRunner
{
    [LoggerMessage(
        EventName = "FrameUnreadable",
        Level = LogLevel.Warning,
        Message = "A frame was not judged: {Reason} {Held} earlier ones were not logged")]
    private partial void LogUnreadable(Exception? exception, string reason, int held);

    [LoggerMessage(
        EventName = "DetectorMissing",
        Level = LogLevel.Warning,
        Message = "Detector {Detector} cannot run here, and nothing judges {Types}: {Detail}")]
    private partial void LogMissing(string detector, string types, string detail);

    [LoggerMessage(EventName = "DetectorStoodInFor", Level = LogLevel.Warning, Message = "Detector {Detector} cannot run here: {Detail}")]
    private partial void LogStoodInFor(string detector, string detail);
}
