using Microsoft.Extensions.Logging;
using Sluice.Server.Children;
using Sluice.Server.Pulling.Sampling;

namespace Sluice.Server.Pulling;

internal sealed partial class FfmpegPuller
{
    [LoggerMessage(EventName = "PullStarted", Level = LogLevel.Debug, Message = "Stream {Stream}: pulling with child {Pid}, {Mode}")]
    private partial void LogStarted(string stream, int pid, SamplingMode mode);

    [LoggerMessage(EventName = "PullEnded", Level = LogLevel.Information, Message = "Stream {Stream}: child {Pid} ended, {Cause}: {Detail}")]
    private partial void LogEnded(string stream, int pid, PullCause cause, string detail);

    [LoggerMessage(EventName = "PullComplaints", Level = LogLevel.Debug, Message = "Stream {Stream}: ffmpeg said {Complaints}")]
    private partial void LogComplaints(string stream, string complaints);

    [LoggerMessage(EventName = "PullNotStarted", Level = LogLevel.Error, Message = "Stream {Stream}: no child: {Reason}")]
    private partial void LogNotStarted(string stream, string reason);

    [LoggerMessage(EventName = "ChildrenNotConfined", Level = LogLevel.Warning, Message = "Sandbox of ffmpeg children: {Description}; {Network}")]
    private partial void LogNotConfined(string description, string network);

    [LoggerMessage(EventName = "ChildrenConfined", Level = LogLevel.Debug, Message = "Sandbox of ffmpeg children: {Description}; {Network}")]
    private partial void LogConfined(string description, string network);

    [LoggerMessage(
        EventName = "SandboxNotWorking",
        Level = LogLevel.Critical,
        Message = "The sandbox {Mode} (Sluice:Pulling:Sandbox) does not work here: nothing is pulled. Run 'sluice doctor'")]
    private partial void LogNoSandbox(SandboxMode mode);
}
