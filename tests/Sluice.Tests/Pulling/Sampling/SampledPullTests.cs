using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Sampling;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Tests.Pulling.Sampling;

/// <summary>What becomes of a pull whose children do this or that at the worst time.</summary>
public sealed class SampledPullTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly JumpingTime _time = new();
    private readonly RecordingSink _sink = new();
    private readonly PullRequest _request = new("s", "http://source.example/x.flv", 1, true);
    private readonly Channel<ScriptedChild> _children = Channel.CreateUnbounded<ScriptedChild>();
    private readonly CancellationTokenSource _stop = new();
    private readonly StartPlaces _starts;
    private SampledPull? _pull;

    public SampledPullTests() => _starts = new StartPlaces(1, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pull?.Dispose();
        _stop.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_close_while_two_children_run_stops_both_at_once_and_waits_for_both()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        await _stop.CancelAsync();
        Assert.True(first.IsToldToStop);
        Assert.True(second.IsToldToStop);

        first.End(PullCause.Stopped);
        await Assert.ThrowsAsync<TimeoutException>(() => pull.WaitAsync(TimeSpan.FromMilliseconds(100), Cancellation));
        second.End(PullCause.Stopped);
        Assert.Equal(PullCause.Stopped, (await pull.WaitAsync(Soon, Cancellation)).Cause);
        Assert.False(_children.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_first_child_that_breaks_leaves_the_stream_to_the_second()
    {
        var (pull, first, second) = await BeginSwitchAsync();
        var before = _sink.Frames.Count;
        second.Open();
        Step(first, second, 2.5);

        first.End(PullCause.Broken);
        await second.Lane.TookOver.WaitAsync(Soon, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(1));
        second.Frame(3.5);

        Assert.Equal(before + 2, _sink.Frames.Count);
        Assert.Equal(TimeSpan.FromSeconds(1), _sink.Frames[^1].CapturedAt - _sink.Frames[^2].CapturedAt);
        await _stop.CancelAsync();
        second.End(PullCause.Stopped);
        Assert.Equal(PullCause.Stopped, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_while_children_change_costs_no_frame_and_doubles_none(int hours)
    {
        var (pull, first, second) = await BeginSwitchAsync();
        first.Frame(2);
        second.Open();
        _time.Jump(TimeSpan.FromHours(hours));
        second.Frame(2);
        Step(first, second, 2.5);
        var before = _sink.Frames.Count;

        first.End(PullCause.Broken);
        await second.Lane.TookOver.WaitAsync(Soon, Cancellation);
        Assert.Equal(before, _sink.Frames.Count);
        for (var seconds = 3.5; seconds < 6; seconds++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            second.Frame(seconds);
        }

        Assert.Equal(before + 3, _sink.Frames.Count);
        await _stop.CancelAsync();
        second.End(PullCause.Stopped);
        Assert.Equal(PullCause.Stopped, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Fact]
    public async Task Keyframes_that_become_rare_before_the_second_child_takes_over_keep_the_first()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        _time.Advance(TimeSpan.FromSeconds(8));
        first.Keyframe(10);

        await second.ToldToStopAsync();
        second.End(PullCause.Stopped);
        Assert.False(first.IsToldToStop);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        Assert.Equal(PullCause.Stopped, (await pull.WaitAsync(Soon, Cancellation)).Cause);
        Assert.Equal(SamplingMode.AllButBidirectional, _request.Sampling.Mode);
    }

    [Fact]
    public async Task A_second_child_that_finds_no_video_is_given_up_and_the_first_goes_on()
    {
        _request.Sampling.OnKeyframesDo();
        var pull = BeginAsync();
        var first = await NextAsync();
        first.Open();
        first.Keyframe(0);
        first.Keyframe(5);
        var second = await NextAsync();

        second.Open(hasVideo: false);

        await second.ToldToStopAsync();
        second.End(PullCause.Stopped);
        first.Keyframe(10);
        var third = await NextAsync();
        Assert.False(first.IsToldToStop);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        third.End(PullCause.Stopped);
        Assert.Equal(PullCause.Stopped, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Fact]
    public async Task A_first_child_that_breaks_does_not_leave_the_stream_to_one_that_found_no_video()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        first.End(PullCause.Broken);
        second.Open(hasVideo: false);
        await second.ToldToStopAsync();
        second.End(PullCause.Stopped);

        Assert.Equal(PullCause.Broken, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Fact]
    public async Task A_first_child_that_breaks_before_the_second_has_media_ends_the_attempt_and_both()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        first.End(PullCause.Broken);
        await second.ToldToStopAsync();
        Assert.False(pull.IsCompleted);
        second.End(PullCause.Stopped);

        var end = await pull.WaitAsync(Soon, Cancellation);
        Assert.Equal((PullCause.Broken, true), (end.Cause, end.HadFrames));
        Assert.Equal(SamplingMode.AllButBidirectional, _request.Sampling.Mode);
    }

    [Fact]
    public async Task A_second_child_that_runs_out_of_time_is_no_close_and_leaves_the_first_alone()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        _time.Advance(new PullOptions().OpenTimeout + TimeSpan.FromSeconds(2));
        await second.ToldToStopAsync();
        second.End(PullCause.Stopped);
        first.Frame(2.5);

        Assert.False(first.IsToldToStop);
        Assert.False(pull.IsCompleted);
        first.End(PullCause.Broken);
        Assert.Equal(PullCause.Broken, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Fact]
    public async Task A_child_that_the_first_made_way_for_has_as_long_as_a_first_one()
    {
        _request.Sampling.OnKeyframesDo();
        var pull = BeginAsync();
        var first = await NextAsync();
        first.Open();
        first.Keyframe(0);
        first.Keyframe(5);
        var second = await NextAsync();
        second.End(PullCause.CannotOpen);
        var third = await NextAsync();
        await first.ToldToStopAsync();
        first.End(PullCause.Stopped);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(third.IsToldToStop);
        third.End(PullCause.CannotOpen);
        Assert.Equal(PullCause.CannotOpen, (await pull.WaitAsync(Soon, Cancellation)).Cause);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_in_one_child_ends_the_other_before_it_is_told(bool isFirst)
    {
        var (pull, first, second) = await BeginSwitchAsync();
        var (faulty, other) = isFirst ? (first, second) : (second, first);

        faulty.Fail();
        await other.ToldToStopAsync();
        Assert.False(pull.IsCompleted);
        other.End(PullCause.Stopped);

        await Assert.ThrowsAsync<InvalidOperationException>(() => pull.WaitAsync(Soon, Cancellation));
    }

    [Fact]
    public async Task What_the_source_sends_to_either_child_counts()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        first.Bytes(1000);
        second.Bytes(20);
        first.Bytes(3);

        Assert.Equal(1023, _sink.Bytes);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        second.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task A_second_child_that_only_saves_time_is_not_tried_while_a_stream_waits_to_begin()
    {
        var starting = await _starts.EnterAsync(isTrial: false, Cancellation);
        var waiting = _starts.EnterAsync(isTrial: false, Cancellation);
        var pull = BeginAsync();
        var first = await NextAsync();
        first.Open();
        first.Frame(0);
        for (var at = 0.0; at < 5; at += 0.5)
            first.Keyframe(at);

        Assert.False(_children.Reader.TryRead(out _));

        starting.Release();
        (await waiting).Release();
        first.Keyframe(5);
        var second = await NextAsync();
        Assert.True(second.Lane.IsTrial);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        second.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task A_second_child_that_a_stream_needs_is_not_held_up()
    {
        _request.Sampling.OnKeyframesDo();
        await _starts.EnterAsync(isTrial: false, Cancellation);
        _ = _starts.EnterAsync(isTrial: false, Cancellation);
        var pull = BeginAsync();
        var first = await NextAsync();
        first.Open();
        first.Keyframe(0);
        first.Keyframe(5);

        var second = await NextAsync();

        Assert.False(second.Lane.IsTrial);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        second.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task The_leave_to_try_a_second_child_is_given_back_when_its_media_comes()
    {
        var (pull, first, second) = await BeginSwitchAsync();
        Assert.Null(_starts.TryBeginTrial());

        second.Open();
        second.Frame(2);

        Assert.NotNull(_starts.TryBeginTrial());
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        second.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task The_leave_to_try_a_second_child_that_failed_is_there_for_the_next_trial()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        second.End(PullCause.CannotOpen);

        ScriptedChild? third;
        for (var at = 2.5; !_children.Reader.TryRead(out third); at += 0.5)
        {
            Cancellation.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(0.5));
            first.Keyframe(at);
            await Task.Yield();
        }

        Assert.True(third.Lane.IsTrial);
        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        third.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
    }

    [Fact]
    public async Task The_leave_to_try_a_second_child_ends_with_the_pull()
    {
        var (pull, first, second) = await BeginSwitchAsync();

        await _stop.CancelAsync();
        first.End(PullCause.Stopped);
        second.End(PullCause.Stopped);
        await pull.WaitAsync(Soon, Cancellation);
        _pull!.Dispose();

        Assert.NotNull(_starts.TryBeginTrial());
    }

    private Task<PullEnd> BeginAsync()
    {
        _pull = new SampledPull(
            _request,
            _sink,
            (join, lane, stop) =>
            {
                var child = new ScriptedChild(join, lane, stop);
                _children.Writer.TryWrite(child);
                return child.Ended;
            },
            new PullOptions(),
            _starts,
            new PullMetrics(_services.GetRequiredService<IMeterFactory>()),
            _time);
        return _pull.RunAsync(_stop.Token);
    }

    private async Task<(Task<PullEnd> Pull, ScriptedChild First, ScriptedChild Second)> BeginSwitchAsync()
    {
        var pull = BeginAsync();
        var first = await NextAsync();
        first.Open();
        first.Frame(0);
        for (var at = 0.0; at < 2; at += 0.5)
        {
            first.Keyframe(at);
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        return (pull, first, await NextAsync());
    }

    // Half a second later, a source that is the same for both.
    private void Step(ScriptedChild first, ScriptedChild second, double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(0.5));
        first.Keyframe(seconds);
        second.Keyframe(seconds);
        second.Frame(seconds);
    }

    private async Task<ScriptedChild> NextAsync() =>
        await _children.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(Soon, Cancellation);
}
