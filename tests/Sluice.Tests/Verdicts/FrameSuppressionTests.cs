using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

public class FrameSuppressionTests
{
    private const ulong Look = 0xF0F0_F0F0_F0F0_F0F0;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_frame_that_looks_and_says_the_same_is_left_out_for_five_minutes_and_the_next_one_says_so()
    {
        var frames = new FrameSuppression(0, similarityDedup: true, _time);
        var risky = Results.Of(Results.Label("a"));
        Assert.Equal((Suppression.None, false), Judge(frames, risky));
        _time.Advance(SimilarFrames.Window / 2);
        Assert.Equal((Suppression.Similar, false), Judge(frames, risky, Look ^ 0b11_1111));
        _time.Advance(SimilarFrames.Window / 2);

        Assert.Equal((Suppression.None, true), Judge(frames, risky));
        Assert.Equal((Suppression.Similar, false), Judge(frames, risky));
    }

    [Fact]
    public void A_frame_that_comes_again_after_five_minutes_with_none_in_between_stands_for_itself()
    {
        var frames = new FrameSuppression(0, similarityDedup: true, _time);
        Judge(frames, Results.Of(Results.Label("a")));
        _time.Advance(SimilarFrames.Window);

        Assert.Equal((Suppression.None, false), Judge(frames, Results.Of(Results.Label("a"))));
    }

    [Fact]
    public void Another_picture_is_called_back()
    {
        var frames = new FrameSuppression(0, similarityDedup: true, _time);
        Judge(frames, Results.Of(Results.Label("a")));

        Assert.Equal((Suppression.None, false), Judge(frames, Results.Of(Results.Label("a")), Look ^ 0b111_1111));
    }

    [Fact]
    public void Another_label_level_or_content_in_the_same_picture_is_called_back()
    {
        var frames = new FrameSuppression(0, similarityDedup: true, _time);
        foreach (var verdict in new[]
        {
            Results.Of(Results.Label("a", content: "x")),
            Results.Of(Results.Label("a", content: "y")),
            Results.Of(Results.Label("a", content: "y", level: RiskLevel.Reject)),
            Results.Of(Results.Label("a", content: "y", level: RiskLevel.Reject), Results.Label("b")),
            Results.Of(Results.Label("b")),
        })
        {
            Assert.Equal((Suppression.None, false), Judge(frames, verdict));
            Assert.Equal((Suppression.Similar, false), Judge(frames, verdict));
        }
    }

    [Fact]
    public void Similar_frames_do_not_use_up_the_flood_limit()
    {
        var frames = new FrameSuppression(2, similarityDedup: true, _time);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Suppression.None, Judge(frames, Results.Of(Results.Label("a")), (ulong)i * 0xFFFF).Reason);
            Assert.Equal(Suppression.Similar, Judge(frames, Results.Of(Results.Label("a")), (ulong)i * 0xFFFF).Reason);
        }

        Assert.Equal(Suppression.Flood, Judge(frames, Results.Of(Results.Label("a")), 0xFFFF_FFFF).Reason);
    }

    [Fact]
    public void A_pass_is_never_suppressed_and_changes_nothing()
    {
        var frames = new FrameSuppression(1, similarityDedup: true, _time);
        Judge(frames, Results.Of(Results.Label("a")));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal((Suppression.None, false), Judge(frames, Verdict.Pass)));
        Assert.Equal(Suppression.Similar, Judge(frames, Results.Of(Results.Label("a"))).Reason);
    }

    [Fact]
    public void By_default_everything_is_called_back()
    {
        var frames = new FrameSuppression(0, similarityDedup: false, _time);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal((Suppression.None, false), Judge(frames, Results.Of(Results.Label("a")))));
    }

    private static (Suppression Reason, bool AfterSimilar) Judge(FrameSuppression frames, Verdict verdict, ulong look = Look) =>
        (frames.Judge(verdict, look, out var after), after);
}
