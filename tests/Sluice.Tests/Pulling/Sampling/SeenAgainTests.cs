using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>
/// A child is gone, and the one that goes on in its place is sent what the source kept: a GOP of which some was given. Everything is
/// given once, whenever it comes and whatever its timestamps begin with.
/// </summary>
public sealed class SeenAgainTests : IDisposable
{
    // The source's keyframes, the last of them kept for new players.
    private const int LastKeyframe = 3;
    private const int Left = 4;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly PullRequest _request = new("s", "http://source.example/x.flv", 1, true);
    private readonly MediaJoin _join;

    public SeenAgainTests()
    {
        _request.Sampling.OnKeyframesDo();
        var metrics = new PullMetrics(_services.GetRequiredService<IMeterFactory>());
        _join = new MediaJoin(_request, _sink, new StartPlaces(1, _time), metrics, _time);
    }

    private IEnumerable<int> Shown => _sink.Frames.Select(f => (int)f.Jpeg[0]);

    public void Dispose()
    {
        _join.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 0.4)]
    [InlineData(0, 2.3)]
    [InlineData(0, 6)]
    [InlineData(3, 0)]
    [InlineData(3, 0.4)]
    [InlineData(3, 2.3)]
    [InlineData(3, 6)]
    [InlineData(1000, 2.3)]
    public void A_frame_that_was_given_is_not_given_again(int zero, double delay)
    {
        var next = LeaveTo(out var shift, zero);

        // What was kept comes at once, the first of it alone; all of it and what follows comes late.
        At(6 + delay);
        next.Keyframe(LastKeyframe - shift, Content(LastKeyframe));
        next.Frame(LastKeyframe - shift, LastKeyframe);
        for (var second = LastKeyframe + 1; second <= 6; second++)
            next.Frame(second - shift, (byte)second);
        for (var second = 7; second < 12; second++)
        {
            At(second + delay);
            next.Frame(second - shift, (byte)second);
        }

        Assert.Equal(Enumerable.Range(0, 12), Shown);
        Assert.True(next.Lane.TookOver.IsCompleted);
    }

    [Fact]
    public void The_first_frame_of_what_was_kept_is_not_judged_by_when_it_came()
    {
        var next = LeaveTo(out var shift, 0);

        // It is three seconds old, as far as the clock says as new as can be; its keyframe is told of a moment later.
        At(6);
        next.Frame(LastKeyframe - shift, LastKeyframe);
        Assert.Equal(Enumerable.Range(0, LastKeyframe + 1), Shown);

        next.Keyframe(LastKeyframe - shift, Content(LastKeyframe));
        next.Frame(6 - shift, 6);
        Assert.Equal([0, 1, 2, LastKeyframe, 6], Shown);
    }

    [Fact]
    public void What_follows_a_still_pictures_keyframe_is_given_though_all_its_keyframes_are_the_same()
    {
        var next = LeaveTo(out var shift, 0, isStill: true);

        At(6);
        next.Keyframe(6 - shift, Content(0));
        next.Frame(6 - shift, 6);
        At(7);
        next.Frame(7 - shift, 7);
        At(8);
        next.Frame(8 - shift, 8);

        Assert.Equal([0, 1, 2, LastKeyframe, 6, 7, 8], Shown);
    }

    [Fact]
    public void What_is_held_is_given_by_the_clock_when_nothing_more_comes_that_tells_where_it_belongs()
    {
        var next = LeaveTo(out var shift, 0);

        At(6);
        next.Frame(6 - shift, 6);
        Assert.False(next.Lane.TookOver.IsCompleted);
        _time.Advance(HandOver.Settling);

        Assert.True(next.Lane.TookOver.IsCompleted);
        Assert.Equal([0, 1, 2, LastKeyframe, 6], Shown);
    }

    [Fact]
    public void What_is_held_when_the_second_child_ends_too_is_given()
    {
        var next = LeaveTo(out var shift, 0);

        At(6);
        next.Frame(6 - shift, 6);
        _join.Flush();

        Assert.Equal([0, 1, 2, LastKeyframe, 6], Shown);
    }

    [Fact]
    public void A_child_that_ends_when_the_other_has_just_taken_over_is_missed_by_nobody()
    {
        var first = _join.Current;
        var next = LeaveTo(out var shift, 0);
        At(6);
        next.Frame(6 - shift, 6);
        _join.Flush();

        Assert.True(_join.Leave(first));
        Assert.False(next.Lane.HasEnded);
        Assert.False(_join.Abandon(next.Lane));
        Assert.Same(next.Lane, _join.Current);
    }

    // The first child gave a frame a second and is gone; the next one's source has timestamps that begin anew at a second, or the same.
    private ScriptedChild LeaveTo(out double shift, int zero, bool isStill = false)
    {
        var first = new ScriptedChild(_join, _join.Current, CancellationToken.None);
        first.Open();
        for (var second = 0; second <= LastKeyframe; second++)
        {
            At(second);
            first.Keyframe(second, Content(isStill ? 0 : second));
            first.Frame(second, (byte)second);
        }

        At(Left);
        var next = new ScriptedChild(_join, _join.Prepare(SamplingMode.AllButBidirectional), CancellationToken.None);
        Assert.False(_join.Leave(first.Lane));
        next.Open();
        shift = zero + next.Lane.Zero!.Value.TotalSeconds;
        return next;
    }

    private static ulong Content(int second) => (ulong)(second + 1);

    private void At(double second) => _time.Advance(_time.Start.AddSeconds(second) - _time.GetUtcNow());
}
