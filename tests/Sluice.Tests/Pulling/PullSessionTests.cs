using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Pulling;
using Sluice.Server.Streams;

namespace Sluice.Tests.Pulling;

/// <summary>Protocol §2 to §5: what becomes of a stream between its submission and its end.</summary>
public sealed class PullSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_close_stops_the_pull_and_the_end_callback_comes_once_per_content_type()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        session.Stop();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var ended = await rig.RowAsync(row);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient), (ended.State, ended.EndReason));
        var ends = (await rig.DeliverAsync()).Cast<EndCallback>().ToArray();
        Assert.Equal([ContentType.Frame, ContentType.Audio], ends.Select(end => end.ContentType).Order());
        Assert.All(ends, end =>
        {
            Assert.Equal((row.Id, 1, RiskLevel.Pass), (end.RequestId, end.StatCode, end.RiskLevel));
            Assert.False(end.PullStreamSuccess);
            Assert.Null(end.AuxInfo.ErrorCode);
            Assert.Equal("7", end.AuxInfo.PassThrough!.Value.GetProperty("shard").GetString());
        });
        Assert.Equal("u-42", ends.Single(end => end.Detail is not null).Detail!.RequestParams!.Value.GetProperty("tokenId").GetString());
        Assert.Equal("u-42", ends.Single(end => end.RequestParams is not null).RequestParams!.Value.GetProperty("tokenId").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_jumps_an_hour_neither_shortens_nor_lengthens_the_retries(int hours)
    {
        var time = new JumpingTime();
        await using var rig = new SessionRig(
            new PullOptions { RetryEvery = TimeSpan.FromSeconds(5), AttemptFor = TimeSpan.FromMinutes(5), Pauses = [] }, TimeSpan.FromSeconds(7), clock: time);
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
        var (row, session) = await rig.SubmitAsync();
        var began = time.GetTimestamp();
        var running = session.RunAsync();
        while (await Task.WhenAny(running, time.TimerAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)) != running)
        {
            if (rig.Attempts == 10)
            {
                time.Jump(TimeSpan.FromHours(hours));
            }

            time.Advance(TimeSpan.FromSeconds(5));
        }

        await running;
        Assert.Equal(EndReason.PullFailed, (await rig.RowAsync(row)).EndReason);
        Assert.Equal((61, TimeSpan.FromMinutes(5)), (rig.Attempts, time.GetElapsedTime(began)));
    }

    [Fact]
    public async Task With_returnStateInfo_each_change_of_state_is_called_back_in_order_and_the_end_comes_last()
    {
        await using var rig = new SessionRig(new PullOptions { RetryEvery = TimeSpan.FromMilliseconds(20), AttemptFor = TimeSpan.FromMinutes(1), Pauses = [] });
        var opened = new TaskCompletionSource();
        rig.Source = (sink, stop) =>
        {
            if (rig.Attempts == 1)
            {
                return Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
            }

            sink.OnFrame(SessionRig.Frame());
            opened.TrySetResult();
            return SessionRig.UntilStopped(stop);
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true, ReturnAllImages = true });
        var running = session.RunAsync();
        await opened.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var callbacks = await rig.DeliverAsync();
        var states = callbacks.OfType<StateCallback>().ToArray();
        Assert.Equal(["connecting", "retrying", "connecting", "pulling", "closing", "ended"], states.Select(state => state.State));
        Assert.Equal([null, 3001, null, null, null, null], states.Select(state => state.ErrorCode));
        Assert.All(states, state => Assert.Equal((row.Id, 2, "Success"), (state.RequestId, state.StatCode, state.Message)));
        Assert.Single(callbacks.OfType<FrameCallback>());
        Assert.True(callbacks.ToList().FindLastIndex(callback => callback is StateCallback) < callbacks.ToList().FindIndex(callback => callback is EndCallback));
    }

    [Fact]
    public async Task A_pull_that_failed_ends_with_its_error_code_and_is_never_called_closing()
    {
        await using var rig = new SessionRig { Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false)) };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true, ReturnFinishInfo = false });
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var states = (await rig.DeliverAsync()).Cast<StateCallback>().ToArray();
        Assert.Equal(StreamState.Ended, (await rig.RowAsync(row)).State);
        Assert.DoesNotContain(states, state => state.State == "closing");
        Assert.Equal(("ended", 3001), (states[^1].State, states[^1].ErrorCode));
    }

    [Fact]
    public async Task A_close_accepted_while_a_failed_pull_drains_ends_the_stream_as_closed_in_its_row_and_its_callbacks()
    {
        await using var rig = new SessionRig(new PullOptions { RetryEvery = TimeSpan.FromSeconds(1), AttemptFor = TimeSpan.Zero, Pauses = [] });
        var judging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var judged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Judge = async _ =>
        {
            judging.TrySetResult();
            await judged.Task;
            return [];
        };
        rig.Source = (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true });
        var running = session.RunAsync();
        await judging.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.CloseAsync(row, session);
        judged.SetResult();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var ended = await rig.RowAsync(row);
        var callbacks = await rig.DeliverAsync();
        Assert.Equal((EndReason.ClosedByClient, 0), (ended.EndReason, ended.ErrorCode));
        // Frames came, and no sound.
        Assert.Equal([null, CallbackBodies.NoAudio], callbacks.OfType<EndCallback>().Select(end => end.AuxInfo.ErrorCode));
        Assert.Equal(
            [("closing", null), ("ended", (int?)null)], callbacks.OfType<StateCallback>().TakeLast(2).Select(state => (state.State, state.ErrorCode)));
    }

    [Fact]
    public async Task A_source_that_had_ended_when_the_node_left_is_not_pulled_again()
    {
        await using var rig = new SessionRig();
        var judging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var judged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Judge = async _ =>
        {
            judging.TrySetResult();
            await judged.Task;
            return [];
        };
        // What waits for the end goes on at once: the session knows of it before it is told to leave.
        var over = new TaskCompletionSource<PullEnd>();
        rig.Source = (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return over.Task;
        };
        var (row, session) = await rig.SubmitAsync();
        var running = session.RunAsync();
        await judging.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        over.SetResult(new PullEnd(PullCause.SourceEnded, "over", HadFrames: true));
        session.Leave();
        judged.SetResult();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var ended = await rig.RowAsync(row);
        Assert.Equal((StreamState.Ended, EndReason.SourceEnded), (ended.State, ended.EndReason));
        Assert.Equal(2, (await rig.DeliverAsync()).Count);
    }

    [Fact]
    public async Task A_stream_that_was_closing_when_the_server_died_is_called_closing_and_ended_once()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnStateInfo = true });
        await rig.CloseAsync(row, session);
        await rig.Again(await rig.RowAsync(row)).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await rig.Again(await rig.RowAsync(row)).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(["closing", "ended"], (await rig.DeliverAsync()).OfType<StateCallback>().Select(state => state.State));
    }

    [Fact]
    public async Task Without_returnFinishInfo_there_is_no_end_callback()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnFinishInfo = false });
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(StreamState.Ended, (await rig.RowAsync(row)).State);
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task Where_audio_is_not_wanted_there_is_one_end_callback()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { AudioTypes = [], AudioCallback = null });
        var running = session.RunAsync();
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ContentType.Frame, Assert.IsType<EndCallback>(Assert.Single(await rig.DeliverAsync())).ContentType);
    }

    [Fact]
    public async Task A_pull_whose_schedule_is_used_up_ends_as_failed_with_its_errorCode()
    {
        await using var rig = new SessionRig(pull: new PullOptions { AttemptFor = TimeSpan.Zero, Pauses = [TimeSpan.FromMilliseconds(20)] });
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.NoSuchStream, "no such stream", HadFrames: false));
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        var ended = await rig.RowAsync(row);
        Assert.Equal((EndReason.PullFailed, 3003), (ended.EndReason, ended.ErrorCode));
        Assert.Equal(2, rig.Attempts);
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Equal(3003, end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_source_that_may_not_be_contacted_is_not_tried_again()
    {
        await using var rig = new SessionRig();
        rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.CannotOpen, "not public", HadFrames: false) { IsFinal = true });
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((EndReason.PullFailed, 3001), ((await rig.RowAsync(row)).EndReason, (await rig.RowAsync(row)).ErrorCode));
        Assert.Equal(1, rig.Attempts);
    }

    [Fact]
    public async Task A_break_is_pulled_again_and_only_a_certain_end_is_an_end()
    {
        await using var rig = new SessionRig();
        rig.Source = (_, _) => Task.FromResult(rig.Attempts < 3
            ? new PullEnd(PullCause.Broken, "connection reset", HadFrames: true)
            : new PullEnd(PullCause.SourceEnded, "ENDLIST", HadFrames: true));
        var (row, session) = await rig.SubmitAsync();
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((EndReason.SourceEnded, 3L), ((await rig.RowAsync(row)).EndReason, (await rig.RowAsync(row)).Progress.PullAttempts));
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Null(end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_close_works_during_a_retry_pause()
    {
        await using var rig = new SessionRig(new PullOptions { RetryEvery = TimeSpan.FromHours(1), AttemptFor = TimeSpan.FromHours(2) });
        var failed = new TaskCompletionSource();
        rig.Source = (_, _) =>
        {
            failed.TrySetResult();
            return Task.FromResult(new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false));
        };
        var (row, session) = await rig.SubmitAsync();
        var running = session.RunAsync();
        await failed.Task;
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(EndReason.ClosedByClient, (await rig.RowAsync(row)).EndReason);
        Assert.All((await rig.DeliverAsync()).Cast<EndCallback>(), end => Assert.Null(end.AuxInfo.ErrorCode));
    }

    [Fact]
    public async Task A_stream_that_was_closing_when_the_server_died_is_not_pulled_again_and_gets_its_end()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        await rig.CloseAsync(row, session);
        var taken = Assert.Single(await rig.Store.TakeOverAsync("n2", null, TestContext.Current.CancellationToken));
        await rig.Again(taken).RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, rig.Attempts);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient), ((await rig.RowAsync(row)).State, (await rig.RowAsync(row)).EndReason));
        Assert.Equal(2, (await rig.DeliverAsync()).Count);
    }

    [Fact]
    public async Task A_session_whose_stream_has_another_owner_writes_nothing_more()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true });
        var go = new TaskCompletionSource();
        rig.Source = async (sink, stop) =>
        {
            await go.Task;
            sink.OnFrame(SessionRig.Frame());
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await rig.Store.TakeOverAsync("n2", null, TestContext.Current.CancellationToken);
        go.SetResult();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True((await rig.RowAsync(row)).IsRunning);
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task A_node_that_leaves_lets_the_stream_be_and_keeps_its_progress()
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        var played = new TaskCompletionSource();
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            played.SetResult();
            return await SessionRig.UntilStopped(stop);
        };
        var running = session.RunAsync();
        await played.Task;
        session.Leave();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var left = await rig.RowAsync(row);
        Assert.Equal((true, 1L, 1L), (left.IsRunning, left.Progress.FramesCaptured, left.Progress.NextFrame));
        Assert.Empty(await rig.DeliverAsync());
    }

    [Fact]
    public async Task A_fault_in_judging_ends_the_pull_at_once()
    {
        await using var rig = new SessionRig();
        rig.Judge = _ => throw new InvalidTimeZoneException("a fault");
        var (row, session) = await rig.SubmitAsync();
        rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return await SessionRig.UntilStopped(stop);
        };
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.True((await rig.RowAsync(row)).IsRunning);
    }
}
