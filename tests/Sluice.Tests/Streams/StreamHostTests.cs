using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Pulling;

namespace Sluice.Tests.Streams;

/// <summary>What a node does for its streams when nobody tells it, or it was told too early or too often.</summary>
public sealed class StreamHostTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SessionRig _rig = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _pulled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamHost _host;

    public StreamHostTests()
    {
        _host = _rig.Host(_time);
        _rig.Source = (_, stop) =>
        {
            _pulled.TrySetResult();
            return SessionRig.UntilStopped(stop);
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _rig.Store.InitializeAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_nobody_told_it_of_is_pulled_within_a_second()
    {
        await _host.StartAsync(Token);
        await _rig.SubmitAsync();
        await SweepUntilAsync(() => _pulled.Task.IsCompleted);
        Assert.Equal(1, _rig.Attempts);
    }

    [Fact]
    public async Task A_close_that_nobody_told_it_of_ends_the_stream_within_a_second()
    {
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        _host.TellSubmitted(row);
        await _pulled.Task.WaitAsync(Patience, Token);
        await _rig.Store.CloseAsync(row.Id, row.Tenant, EndReason.ClosedByClient, _time.GetUtcNow(), Token);
        await SweepUntilAsync(async () => (await _rig.RowAsync(row)).State == StreamState.Ended);
        Assert.Equal(2, (await _rig.DeliverAsync()).Count);
    }

    [Fact]
    public async Task A_close_of_a_stream_that_was_never_pulled_ends_it_without_a_pull()
    {
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        await _rig.Store.CloseAsync(row.Id, row.Tenant, EndReason.ClosedByClient, _time.GetUtcNow(), Token);
        await SweepUntilAsync(async () => (await _rig.RowAsync(row)).State == StreamState.Ended);
        Assert.Equal(0, _rig.Attempts);
    }

    [Fact]
    public async Task At_start_running_streams_are_pulled_again_and_closing_ones_get_their_end()
    {
        var (running, _) = await _rig.SubmitAsync();
        var (closing, _) = await _rig.SubmitAsync();
        await _rig.Store.CloseAsync(closing.Id, closing.Tenant, EndReason.ClosedByClient, _time.GetUtcNow(), Token);
        await _host.StartAsync(Token);
        await _pulled.Task.WaitAsync(Patience, Token);
        await SweepUntilAsync(async () => (await _rig.RowAsync(closing)).State == StreamState.Ended);
        Assert.Equal((true, 2L), ((await _rig.RowAsync(running)).IsRunning, (await _rig.RowAsync(running)).Epoch));
    }

    [Fact]
    public async Task A_stream_that_it_is_told_of_twice_is_pulled_once()
    {
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        _host.TellSubmitted(row);
        _host.TellSubmitted(row);
        await _pulled.Task.WaitAsync(Patience, Token);
        Assert.Equal(1, _host.Count);
        Assert.Equal(1, _rig.Attempts);
    }

    [Fact]
    public async Task A_session_that_meets_a_fault_of_the_server_begins_again()
    {
        var faults = 0;
        _rig.Source = (_, stop) =>
        {
            if (faults++ == 0)
            {
                throw new InvalidTimeZoneException("a fault");
            }

            _pulled.TrySetResult();
            return SessionRig.UntilStopped(stop);
        };
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        _host.TellSubmitted(row);
        await SweepUntilAsync(() => _pulled.Task.IsCompleted);
        Assert.True((await _rig.RowAsync(row)).IsRunning);
    }

    [Fact]
    public async Task A_close_in_the_pause_after_a_fault_ends_the_stream_at_once()
    {
        var faulted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Source = (_, _) =>
        {
            faulted.TrySetResult();
            throw new InvalidTimeZoneException("a fault each time");
        };
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        _host.TellSubmitted(row);
        await faulted.Task.WaitAsync(Patience, Token);

        // The clock stands still: no pause ends by itself, and no sweep comes.
        await CloseAsync(row);
        await EndedAsync(row);
        Assert.Equal((1, 2), (_rig.Attempts, (await _rig.DeliverAsync()).Count));
    }

    [Fact]
    public async Task A_fault_of_a_judge_ends_the_pull_and_keeps_what_is_known_for_the_end_callback()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Judge = _ => throw new InvalidTimeZoneException("a fault each time");
        _rig.Source = async (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            var end = await SessionRig.UntilStopped(stop);
            stopped.TrySetResult();
            return end;
        };
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync(settings => settings with { ReturnStateInfo = true });
        _host.TellSubmitted(row);
        await stopped.Task.WaitAsync(Patience, Token);
        await CloseAsync(row);
        await EndedAsync(row);

        var callbacks = await _rig.DeliverAsync();
        Assert.Equal(["connecting", "pulling", "closing", "ended"], callbacks.OfType<StateCallback>().Select(state => state.State));
        Assert.Equal([true, true], callbacks.OfType<EndCallback>().Select(end => end.PullStreamSuccess));
    }

    [Fact]
    public async Task An_end_that_meets_faults_is_tried_until_it_is_written_once()
    {
        await using var rig = new SessionRig(sessionStore: store => FaultyStore.Over(store, nameof(IStore.EndAsync), times: 3));
        await rig.Store.InitializeAsync(Token);
        using var host = rig.Host(_time);
        await host.StartAsync(Token);
        var (row, _) = await rig.SubmitAsync();
        host.TellSubmitted(row);
        await rig.Store.CloseAsync(row.Id, row.Tenant, EndReason.ClosedByClient, _time.GetUtcNow(), Token);
        host.TellClosing(row.Owner, row.Id);
        await SweepUntilAsync(async () => (await rig.RowAsync(row)).State == StreamState.Ended);
        Assert.Equal(2, (await rig.DeliverAsync()).Count);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_node_that_leaves_does_not_wait_for_the_pause_after_a_fault()
    {
        var faulted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Source = (_, _) =>
        {
            faulted.TrySetResult();
            throw new InvalidTimeZoneException("a fault");
        };
        await _host.StartAsync(Token);
        var (row, _) = await _rig.SubmitAsync();
        _host.TellSubmitted(row);
        await faulted.Task.WaitAsync(Patience, Token);
        await _host.StopAsync(Token).WaitAsync(Patience, Token);
        Assert.Equal((0, true), (_host.Count, (await _rig.RowAsync(row)).IsRunning));
    }

    [Fact]
    public void The_pause_after_a_fault_grows_to_a_minute_and_begins_anew_after_a_session_that_lasted()
    {
        var pause = new FaultPause();
        Assert.Equal([5, 10, 20, 40, 60, 60], Enumerable.Range(0, 6).Select(_ => pause.After(TimeSpan.FromSeconds(1)).TotalSeconds));
        Assert.Equal([5, 10], new[] { 61, 60 }.Select(lasted => pause.After(TimeSpan.FromSeconds(lasted)).TotalSeconds));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_does_not_end_the_node()
    {
        using var host = _rig.Host(_time, UnreadableStore.Over(_rig.Store));
        await host.StartAsync(Token);
        for (var second = 0; second < 70; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.False(host.ExecuteTask!.IsCompleted);
        await host.StopAsync(Token);
    }

    private async Task CloseAsync(StreamRow row)
    {
        await _rig.Store.CloseAsync(row.Id, row.Tenant, EndReason.ClosedByClient, _time.GetUtcNow(), Token);
        _host.TellClosing(row.Owner, row.Id);
    }

    private async Task EndedAsync(StreamRow row)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while ((await _rig.RowAsync(row)).State != StreamState.Ended)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task SweepUntilAsync(Func<bool> done) => SweepUntilAsync(() => Task.FromResult(done()));

    private async Task SweepUntilAsync(Func<Task<bool>> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await done())
        {
            patience.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
