using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Callbacks;
using Sluice.Server.Pulling;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Pulling;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Streams;

/// <summary>What the table of docs/architecture.md says about the pull, seen by a source that a real session pulls.</summary>
public sealed class LifecyclePullTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SessionRig _rig = new(
        new PullOptions { RetryEvery = TimeSpan.FromHours(1), AttemptFor = TimeSpan.FromHours(5) }, drainFor: TimeSpan.FromMinutes(1));

    private readonly FakeTimeProvider _time = new();
    private readonly List<StreamHost> _hosts = [];
    private readonly Channel<Func<IMediaSink, PullEnd?>> _source = Channel.CreateUnbounded<Func<IMediaSink, PullEnd?>>();
    private readonly TaskCompletionSource _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pulls;

    public LifecyclePullTests()
    {
        _rig.Source = PlayAsync;
        _rig.Judge = async stop =>
        {
            await _judged.Task.WaitAsync(stop);
            return [];
        };
    }

    public static TheoryData<int, string, int> Cells =>
    [
        .. from state in (StreamState[])[StreamState.Connecting, StreamState.Pulling, StreamState.Retrying]
           from cell in (string[])["close", "second close", "submit of the same source", "restart"]
           from sequence in Enumerable.Range(0, LifecycleTable.Columns[cell].Length)
           select ((int)state, cell, sequence),
        .. from state in (StreamState[])[StreamState.Connecting, StreamState.Pulling]
           from cell in (string[])["media", "attempt fails", "schedule used up", "source end"]
           select ((int)state, cell, 0),
        ((int)StreamState.Submitted, "close", 0),
        ((int)StreamState.Submitted, "restart", 0),
        ((int)StreamState.Closing, "close", 0),
        ((int)StreamState.Closing, "submit of the same source", 0),
        ((int)StreamState.Closing, "drained", 0),
        ((int)StreamState.Closing, "restart", 0),
        ((int)StreamState.Ended, "close", 0),
        ((int)StreamState.Ended, "restart", 0),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _rig.Store.InitializeAsync(Token);
        await StartHostAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _judged.TrySetResult();
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }

        await _rig.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_source_sees_what_the_cell_says(int stateNumber, string column, int sequence)
    {
        var state = (StreamState)stateNumber;
        var cell = LifecycleTable.Cell(state, column);
        var (row, _) = await _rig.SubmitAsync();
        await BringIntoAsync(state, row);
        var (before, attempts) = (await _rig.RowAsync(row), _rig.Attempts);

        var events = LifecycleTable.Columns[column][sequence];
        foreach (var happened in events)
        {
            await ApplyAsync(happened, row);
        }

        var running = cell.Pull is PullOrder.Begin or PullOrder.GoOn;
        var pulled = running && !(cell.To == StreamState.Retrying);
        await UntilAsync(() => Volatile.Read(ref _pulls) == (pulled ? 1 : 0));
        await UntilAsync(() => _rig.Attempts == attempts + (cell.Pull == PullOrder.Begin ? 1 : 0));
        if (!running)
        {
            _judged.TrySetResult();
            await UntilAsync(StreamState.Ended, row);
        }
        else if (cell.Pull == PullOrder.GoOn)
        {
            await UntilAsync(cell.To, row);
        }

        var after = await _rig.RowAsync(row);
        Assert.Equal(cell.ReasonAfter(before.EndReason, events[0]), after.EndReason);
        Assert.Equal(running, after.IsRunning);
        var ends = await _rig.Store.ListCallbacksAsync(new CallbackFilter("acme", row.Id, null, null, 100), Token);
        Assert.Equal(running ? 0 : 2, ends.Count(callback => callback.Kind == CallbackKind.End));
    }

    private async Task<PullEnd> PlayAsync(IMediaSink sink, CancellationToken stop)
    {
        Interlocked.Increment(ref _pulls);
        try
        {
            while (true)
            {
                if ((await _source.Reader.ReadAsync(stop))(sink) is { } end)
                {
                    return end;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return new PullEnd(PullCause.Stopped, "stopped", HadFrames: false);
        }
        finally
        {
            Interlocked.Decrement(ref _pulls);
        }
    }

    private async Task BringIntoAsync(StreamState state, StreamRow row)
    {
        if (state == StreamState.Submitted)
        {
            return;
        }

        _hosts[0].TellSubmitted(row);
        await UntilAsync(StreamState.Connecting, row);
        if (state != StreamState.Connecting)
        {
            await ApplyAsync(state == StreamState.Retrying ? StreamEvent.AttemptFailed : StreamEvent.MediaArrived, row);
            await UntilAsync(state == StreamState.Retrying ? state : StreamState.Pulling, row);
        }

        if (state >= StreamState.Closing)
        {
            await ApplyAsync(StreamEvent.ClosedByOperator, row);
            await UntilAsync(() => Volatile.Read(ref _pulls) == 0);
        }

        if (state == StreamState.Ended)
        {
            await ApplyAsync(StreamEvent.Drained, row);
        }

        await UntilAsync(state, row);
    }

    private async Task ApplyAsync(StreamEvent happened, StreamRow row)
    {
        switch (happened)
        {
            case StreamEvent.ClosedByClient or StreamEvent.ClosedByOperator:
                var reason = happened == StreamEvent.ClosedByOperator ? EndReason.Operator : EndReason.ClosedByClient;
                if (await _rig.Store.CloseAsync(row.Id, row.Tenant, reason, _time.GetUtcNow(), Token) is { Owner: { } owner })
                {
                    _hosts[^1].TellClosing(owner, row.Id);
                    await SweepAsync(row);
                }

                break;
            case StreamEvent.SubmittedAgain:
                await _rig.Store.SubmitAsync(Rows.Stream(source: row.SourceHash) with { Owner = "another" }, Token);
                break;
            case StreamEvent.TakenUp:
                // What was captured before a crash and not judged is lost: nothing waits for the judge.
                await _hosts[^1].StopAsync(new CancellationToken(true));
                await StartHostAsync();
                break;
            case StreamEvent.Drained:
                _judged.TrySetResult();
                await UntilAsync(StreamState.Ended, row);
                break;
            default:
                await _source.Writer.WriteAsync(Command(happened), Token);
                break;
        }
    }

    private static Func<IMediaSink, PullEnd?> Command(StreamEvent happened) => sink =>
    {
        switch (happened)
        {
            case StreamEvent.MediaArrived:
                sink.OnFrame(SessionRig.Frame());
                return null;
            case StreamEvent.AttemptFailed:
                return new PullEnd(PullCause.CannotOpen, "refused", HadFrames: false);
            case StreamEvent.PullFailed:
                return new PullEnd(PullCause.CannotOpen, "not allowed", HadFrames: false) { IsFinal = true };
            default:
                return new PullEnd(PullCause.SourceEnded, "over", HadFrames: false);
        }
    };

    // A stream whose session has not begun is found by the sweep.
    private async Task SweepAsync(StreamRow row)
    {
        if (_rig.Attempts == 0)
        {
            await UntilAsync(async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await _rig.RowAsync(row)).State == StreamState.Ended;
            });
        }
    }

    private async Task StartHostAsync()
    {
        _hosts.Add(_rig.Host(_time));
        await _hosts[^1].StartAsync(Token);
    }

    private Task UntilAsync(StreamState state, StreamRow row) => UntilAsync(async () => (await _rig.RowAsync(row)).State == state);

    private static Task UntilAsync(Func<bool> done) => UntilAsync(() => Task.FromResult(done()));

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await done())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
