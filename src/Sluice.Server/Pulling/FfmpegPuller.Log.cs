using Microsoft.Extensions.Logging;

namespace Sluice.Server.Pulling;

internal sealed partial class FfmpegPuller
{
    [LoggerMessage(EventName = "PullStarted", Level = LogLevel.Debug, Message = "Stream {Stream}: pulling with child {Pid}")]
    private partial void LogStarted(string stream, int pid);

    [LoggerMessage(EventName = "PullEnded", Level = LogLevel.Information, Message = "Stream {Stream}: child {Pid} ended, {Cause}: {Detail}")]
    private partial void LogEnded(string stream, int pid, PullCause cause, string detail);

    [LoggerMessage(EventName = "PullComplaints", Level = LogLevel.Debug, Message = "Stream {Stream}: ffmpeg said {Complaints}")]
    private partial void LogComplaints(string stream, string complaints);

    [LoggerMessage(EventName = "PullNotStarted", Level = LogLevel.Error, Message = "Stream {Stream}: no child: {Reason}")]
    private partial void LogNotStarted(string stream, string reason);

    [LoggerMessage(
        EventName = "ChildrenMayOutlive",
        Level = LogLevel.Warning,
        Message = "setpriv (util-linux) was not found: ffmpeg children may outlive a server that is killed")]
    private partial void LogChildrenMayOutlive();
}
