using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Pulling;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Server.Streams;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Pulling;

/// <summary>What a session owes while the store fails.</summary>
public sealed class FailingStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SessionRig _rig = new(
        new PullOptions { RetryEvery = TimeSpan.FromMilliseconds(1), AttemptFor = TimeSpan.FromSeconds(1), Pauses = [] },
        limits: new SqliteLimits { BusyTimeout = TimeSpan.FromMilliseconds(100) });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task An_end_that_could_not_be_written_is_written_once_when_the_store_works_again()
    {
        var (row, session) = await _rig.SubmitAsync();
        Task run;
        await using (new ForeignLock(_rig.DatabasePath))
        {
            _rig.Source = (_, _) => Task.FromResult(new PullEnd(PullCause.SourceEnded, "ended", HadFrames: true));
            run = session.RunAsync();
            // Whatever waits fails with it.
            for (var failures = 0; failures < 5; failures++)
            {
                await Assert.ThrowsAsync<StoreException>(() => _rig.Store.CheckAsync(Token));
            }

            Assert.False(run.IsCompleted);
            Assert.True((await _rig.RowAsync(row)).IsRunning);
        }

        await run.WaitAsync(Patience, Token);

        Assert.Equal((StreamState.Ended, EndReason.SourceEnded), ((await _rig.RowAsync(row)).State, (await _rig.RowAsync(row)).EndReason));
        Assert.Equal([ContentType.Frame, ContentType.Audio], (await _rig.DeliverAsync()).Cast<EndCallback>().Select(end => end.ContentType).Order());
    }

    [Fact]
    public async Task Results_wait_and_news_of_a_long_failure_are_bounded()
    {
        var changes = 0;
        _rig.Judge = _ => ValueTask.FromResult<IReadOnlyList<Finding>>([SessionRig.Code]);
        _rig.Source = (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame(changes));
            return ++changes < 100
                ? Task.FromResult(new PullEnd(PullCause.Broken, "broken", HadFrames: true))
                : SessionRig.UntilStopped(stop);
        };
        var (row, session) = await _rig.SubmitAsync(settings => settings with { ReturnStateInfo = true });
        Task run;
        await using (new ForeignLock(_rig.DatabasePath))
        {
            run = session.RunAsync();
            while (Volatile.Read(ref changes) < 100)
            {
                Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        await _rig.CloseAsync(row, session);
        await run.WaitAsync(Patience, Token);

        // Of 300 changes of state 64 waited, beside 64 of each write under way; then what the close added. No result is missing.
        var delivered = await _rig.DeliverAsync();
        var told = delivered.OfType<StateCallback>().Select(state => state.State).ToList();
        Assert.InRange(told.Count, 2, (3 * 64) + 2);
        Assert.Equal(["closing", "ended"], told[^2..]);
        var ended = await _rig.RowAsync(row);
        Assert.Equal(ended.Progress.FramesModerated, delivered.OfType<FrameCallback>().Count());
        Assert.Equal(100, ended.Progress.FramesModerated + ended.Progress.FramesDropped);
    }
}
