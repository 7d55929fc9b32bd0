using Microsoft.Extensions.Time.Testing;
using Sluice.Cli.Callbacks;
using Sluice.Cli.Demo;

namespace Sluice.Tests.Cli;

public sealed class DemoReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    [Fact]
    public void A_demo_in_which_everything_happened_is_well()
    {
        var report = Report(Good());

        Assert.True(report.Ok, Lines(report));
        Assert.Contains("found at second 16.4", Lines(report));
        Assert.Contains("found at second 34.2", Lines(report));
        Assert.Contains("the source saw the disconnect 12 ms after the close was answered", Lines(report));
        Assert.Contains("the end callback (image) came 30 ms after, last and once", Lines(report));
    }

    [Fact]
    public void A_disconnect_that_is_seen_before_the_answer_took_no_time() =>
        Assert.Contains("disconnect 0 ms", Lines(Report(Good() with { PlayerLeft = At(54.99) })));

    [Fact]
    public void What_did_not_happen_is_named()
    {
        var good = Good();
        AssertFails("saw no disconnect", good with { PlayerLeft = null });
        AssertFails("the source ended", good with { SourceRuns = false });
        AssertFails("the source ended", good with { BytesAfterPlayer = 0 });
        AssertFails("QR code shown from second 16 to 32, never found", Without(good, c => c.Line.QrContents.Count > 0));
        AssertFails("caption shown from second 34 to 44, never found", Without(good, c => c.Line.RiskSegments.Count > 0));
        AssertFails("no segments of sound", Without(good, c => c.Line.Kind == CallbackLineKind.Audio));
        AssertFails("no frames", Without(good, c => c.Line.Kind == CallbackLineKind.Frame));
        AssertFails("0 end callbacks (audio)", Without(good, c => c.Line.Kind == CallbackLineKind.AudioEnd));
        AssertFails("2 end callbacks (image)", With(good, Callback(CallbackLineKind.FrameEnd, 55.2)));
        AssertFails("1 results came after the end callback (image)", With(good, Callback(CallbackLineKind.Frame, 55.2)));
    }

    [Fact]
    public void A_code_that_is_found_long_after_it_was_shown_is_not_well()
    {
        var late = Callback(CallbackLineKind.Frame, 24);
        var observation = With(Without(Good(), c => c.Line.QrContents.Count > 0), Coded(late));

        AssertFails("found at second 24.0", observation);
    }

    [Fact]
    public void A_machine_without_what_reads_text_is_told_so_and_one_without_fonts_shows_none()
    {
        var unread = Without(Good(), c => c.Line.RiskSegments.Count > 0);

        var told = Report(unread with { ReadsText = false });
        Assert.True(told.Ok, Lines(told));
        Assert.Contains("text on screen was not read", Lines(told));

        var unwritten = Report(unread with { HasCaption = false });
        Assert.True(unwritten.Ok, Lines(unwritten));
        Assert.DoesNotContain("caption", Lines(unwritten));
    }

    private void AssertFails(string reason, DemoObservation observation)
    {
        var report = Report(observation);
        Assert.False(report.Ok);
        Assert.Contains(report.Checks, check => !check.Ok && check.Text.Contains(reason));
    }

    private DemoReport Report(DemoObservation observation) => new(observation, _time);

    private static string Lines(DemoReport report) => string.Join('\n', report.Checks.Select(check => check.Text));

    private DemoObservation Good() => new()
    {
        Script = DemoScript.For(60),
        ReadsText = true,
        HasCaption = true,
        SourceStartedAt = Start,
        CloseAnswered = At(55),
        PlayerLeft = At(55.012),
        SourceRuns = true,
        BytesAfterPlayer = 1_000_000,
        Callbacks =
        [
            Callback(CallbackLineKind.Frame, 2), Callback(CallbackLineKind.Audio, 10), Coded(Callback(CallbackLineKind.Frame, 16.4)),
            Captioned(Callback(CallbackLineKind.Frame, 34.2)),
            Callback(CallbackLineKind.FrameEnd, 55.030), Callback(CallbackLineKind.AudioEnd, 55.040),
        ],
    };

    private static DemoObservation With(DemoObservation observation, DemoCallback callback) =>
        observation with { Callbacks = [.. observation.Callbacks, callback] };

    private static DemoObservation Without(DemoObservation observation, Func<DemoCallback, bool> which) =>
        observation with { Callbacks = [.. observation.Callbacks.Where(c => !which(c))] };

    private static DemoCallback Coded(DemoCallback callback) =>
        callback with { Line = callback.Line with { QrContents = [DemoScript.CodeText] } };

    private static DemoCallback Captioned(DemoCallback callback) =>
        callback with { Line = callback.Line with { RiskSegments = [$"WeChat: {DemoScript.Contact}"] } };

    private DemoCallback Callback(CallbackLineKind kind, double second)
    {
        var at = Start.AddSeconds(second);
        return new DemoCallback(
            new CallbackLine { Kind = kind, CapturedAt = at.ToString("yyyy-MM-dd HH:mm:ss.fff") },
            new ReceivedCallback(at, At(second), "/img", ReadOnlyMemory<byte>.Empty),
            TimeSpan.FromSeconds(second));
    }

    private long At(double second) => (long)(second * _time.TimestampFrequency);
}
