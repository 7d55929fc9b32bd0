namespace Sluice.Server.Pulling;

/// <summary>
/// Says why an attempt ended that was not told to. ffmpeg's exit code alone says little: it is 0 after a broken connection
/// too, so its standard error decides. Only a certain end is <see cref="PullCause.SourceEnded"/>:
/// <list type="bullet">
/// <item>HLS: ffmpeg ends by itself without a failed read: one that it got over long before does not count. It then met
/// EXT-X-ENDLIST, since it was told to wait for a stale playlist for ever.</item>
/// <item>HTTP: the input has a duration and a size (a finite Content-Length), its media came up to that duration and no read
/// failed. What is not chunked and has no Content-Length always ends in "Stream ends prematurely".</item>
/// <item>RTMP: no read failed. A connection that just closes is an input/output error; only Play.Stop and UnpublishNotify of
/// the server are an orderly end.</item>
/// </list>
/// Everything else is a break once media came, and by the table of <see cref="SourceFailure"/> before.
/// </summary>
internal static class EndClassifier
{
    // The last sound of a file may end before its last frame.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    // A segment that is missing is passed over. A playlist that cannot be read ends the child, once what it has read is handed on.
    private static readonly TimeSpan GotOver = TimeSpan.FromMinutes(1);

    public static PullEnd Judge(AttemptState state, SourceReport report)
    {
        if (state.Timeout is { } timeout)
            return state.HadMedia ? new(PullCause.Broken, timeout, true) : NothingCame(state, report, timeout);

        if (state.Corrupt)
            return new(PullCause.InvalidData, "the decoder's output is invalid", state.HadMedia);

        if (state.HadMedia && IsCertainEnd(state, report))
            return new(PullCause.SourceEnded, "the source ended", true);

        if (state.HadMedia)
        {
            // What was decoded was no invalid data: a connection that closes too early only looks like that.
            var detail = report.Failure is { Cause: not PullCause.InvalidData } failure ? failure.Detail : "the source's data stopped";
            return new(PullCause.Broken, detail, true);
        }

        return NothingCame(state, report, "no media came");
    }

    private static PullEnd NothingCame(AttemptState state, SourceReport report, string otherwise)
    {
        if (report.Failure is { } failure)
            return new(failure.Cause, failure.Detail, false);

        return state.Opened || report.Format is not null
            ? new(PullCause.InvalidData, $"nothing could be decoded: {otherwise}", false)
            : new(PullCause.CannotOpen, otherwise, false);
    }

    private static bool IsCertainEnd(AttemptState state, SourceReport report)
    {
        var gotOver = state.Kind == SourceKind.Hls && state.SinceReadFailure > GotOver;
        if (state.ExitCode != 0 || (report.ReadFailed && !gotOver))
            return false;

        return state.Kind switch
        {
            SourceKind.Hls => report.Format == "hls",
            SourceKind.Rtmp => true,
            _ => report is { Duration: { } duration, HasSize: true } && state.LastPts >= duration - Slack(state),
        };
    }

    // Without sound, the last sampled frame may be an interval before the end.
    private static TimeSpan Slack(AttemptState state) =>
        state.HasAudio ? Tolerance : Tolerance + TimeSpan.FromSeconds(state.FrameInterval);
}
