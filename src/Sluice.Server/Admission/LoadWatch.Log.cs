using Microsoft.Extensions.Logging;

namespace Sluice.Server.Admission;

internal sealed partial class LoadWatch
{
    [LoggerMessage(
        LogLevel.Warning,
        "This node is overloaded, {Lack}: new streams are refused. The oldest frame waits for {FrameWait}, workers are busy for {Busy:P0} of their time, the oldest write waits for {WriteWait}")]
    private partial void LogOverloaded(string lack, TimeSpan frameWait, double busy, TimeSpan writeWait);

    [LoggerMessage(LogLevel.Information, "This node has room again: new streams are taken")]
    private partial void LogRoom();
}
