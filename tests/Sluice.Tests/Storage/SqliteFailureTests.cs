using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

/// <summary>What the store does when it cannot be written, and that it goes on afterwards.</summary>
public sealed class SqliteFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(200);

    private readonly TestDatabase _database = new();
    private SqliteStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = _database.Open(new SqliteLimits { BusyTimeout = Busy });
        await _store.InitializeAsync(Token);
        await _store.CreateKeyAsync(Rows.Key("acme"), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task While_another_process_holds_the_write_lock_writes_fail_in_bounded_time_and_work_afterwards()
    {
        var stream = Rows.Stream();
        await using (new ForeignLock(_database.Path))
        {
            var writes = Enumerable.Range(0, 20).Select(_ => _store.SubmitAsync(Rows.Stream(), Token))
                .Append(_store.SubmitAsync(stream, Token)).ToList();
            foreach (var write in writes)
            {
                var error = await Assert.ThrowsAsync<StoreException>(() => write.WaitAsync(TimeSpan.FromSeconds(10), Token));
                Assert.Equal("Another process holds the database's write lock.", error.Message);
            }

            await Assert.ThrowsAsync<StoreException>(() => _store.CheckAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token));
            Assert.NotNull(await _store.FindKeyAsync(Rows.AccessKeyOf("acme"), Token));
        }

        await _store.CheckAsync(Token);
        Assert.Null(await _store.FindStreamAsync(stream.Id, Token));
        Assert.Equal(SubmitStatus.Accepted, (await _store.SubmitAsync(stream, Token)).Status);
    }

    [Fact]
    public async Task A_lock_that_is_released_in_time_is_waited_for()
    {
        await using var patient = _database.Open(new SqliteLimits { BusyTimeout = TimeSpan.FromSeconds(30) });
        Task<SubmitResult> write;
        await using (new ForeignLock(_database.Path))
        {
            write = patient.SubmitAsync(Rows.Stream(), Token);
            // As long as the impatient one takes to give up, the patient one is waiting.
            await Assert.ThrowsAsync<StoreException>(() => _store.CheckAsync(Token));
            Assert.False(write.IsCompleted);
        }

        Assert.Equal(SubmitStatus.Accepted, (await write).Status);
    }

    [Fact]
    public async Task A_close_that_changes_nothing_is_answered_while_the_store_cannot_be_written()
    {
        var stream = Rows.Stream();
        await _store.SubmitAsync(stream, Token);
        await _store.CloseAsync(stream.Id, "acme", EndReason.ClosedByClient, Rows.Now, Token);
        await using var foreign = new ForeignLock(_database.Path);

        var again = await _store.CloseAsync(stream.Id, "acme", EndReason.ClosedByClient, Rows.Now, Token);

        Assert.Equal(CloseDecision.AlreadyOver, again.Decision);
    }

    [Theory]
    [InlineData("state = 2", CloseDecision.Accepted, "node1", 0)]
    [InlineData("owner = 'node2', epoch = epoch + 1", CloseDecision.Accepted, "node2", 0)]
    [InlineData("state = 4", CloseDecision.AlreadyOver, null, 1)]
    internal async Task A_close_whose_stream_changed_after_it_was_read_is_decided_again(
        string change, CloseDecision decision, string? owner, int active)
    {
        await using var patient = _database.Open(new SqliteLimits { BusyTimeout = TimeSpan.FromSeconds(30) });
        var stream = Rows.Stream();
        await patient.SubmitAsync(stream, Token);
        var foreign = new ForeignLock(_database.Path);
        foreign.Run($"UPDATE streams SET {change} WHERE id = '{stream.Id}'");

        // It has read the row when it returns, and waits for the lock.
        var close = patient.CloseAsync(stream.Id, "acme", EndReason.ClosedByClient, Rows.Now, Token);
        await foreign.CommitAsync();

        Assert.Equal(new CloseResult(decision, owner), await close);
        Assert.Equal(active, (await patient.FindKeyAsync(Rows.AccessKeyOf("acme"), Token))!.Tenant.ActiveStreams);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_ends_at_once_and_is_not_made()
    {
        await using var patient = _database.Open(new SqliteLimits { BusyTimeout = TimeSpan.FromSeconds(30) });
        var (cancelled, made) = (Rows.Stream(), Rows.Stream());
        using var source = new CancellationTokenSource();
        Task<SubmitResult> second;
        await using (new ForeignLock(_database.Path))
        {
            var first = patient.SubmitAsync(cancelled, source.Token);
            second = patient.SubmitAsync(made, Token);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(10), Token));
        }

        Assert.Equal(SubmitStatus.Accepted, (await second).Status);
        Assert.Null(await patient.FindStreamAsync(cancelled.Id, Token));
        Assert.NotNull(await patient.FindStreamAsync(made.Id, Token));
    }
}
