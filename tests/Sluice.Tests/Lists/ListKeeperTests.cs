using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Tests.Storage;
using Sluice.Tests.Streams;

namespace Sluice.Tests.Lists;

/// <summary>Lists in memory follow those of the store, whoever changes them.</summary>
public sealed class ListKeeperTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private SqliteStore _store = null!;
    private ListKeeper _keeper = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = _database.Open();
        await _store.InitializeAsync(Token);
        await _store.CreateKeyAsync(Rows.Key("acme"), Token);
        _keeper = new ListKeeper(_store, _database.Time, NullLogger<ListKeeper>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.Dispose();
        await _store.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task A_tenants_lists_are_there_when_it_is_ready_and_a_change_of_another_process_after_a_look()
    {
        await MakeAsync(_store, "one", 0x0123456789abcdef);
        await _keeper.ReadyAsync("acme", Token);
        Assert.Equal(["one"], Names(0x0123456789abcdef));

        await using var other = _database.Open();
        await MakeAsync(other, "two", 0xfedcba9876543210);
        Assert.Empty(Names(0xfedcba9876543210));
        await _keeper.LookAsync(Token);
        Assert.Equal(["two"], Names(0xfedcba9876543210));

        var before = _keeper.Of("acme");
        await _keeper.LookAsync(Token);
        Assert.Same(before, _keeper.Of("acme"));
        await other.DeleteListAsync("acme", "one", Rows.Now, Token);
        await _keeper.LookAsync(Token);
        Assert.Empty(Names(0x0123456789abcdef));
    }

    [Fact]
    public async Task A_tenant_without_lists_has_none_and_costs_no_second_reading()
    {
        await _keeper.ReadyAsync("nobody", Token);
        Assert.Same(TenantLists.None, _keeper.Of("nobody"));

        var unreadable = new ListKeeper(FaultyStore.Over(_store, nameof(IListStore.ReadListsAsync), 100), _database.Time, NullLogger<ListKeeper>.Instance);
        await unreadable.ReadyAsync("acme", Token);
        Assert.Same(TenantLists.None, unreadable.Of("acme"));
    }

    [Fact]
    public async Task Lists_that_cannot_be_read_are_read_at_a_later_look_and_those_before_stay_in_force()
    {
        await MakeAsync(_store, "one", 0x0123456789abcdef);
        using var keeper = new ListKeeper(FaultyStore.Over(_store, nameof(IListStore.ReadListsAsync), 1), _database.Time, NullLogger<ListKeeper>.Instance);
        await keeper.ReadyAsync("acme", Token);
        Assert.Same(TenantLists.None, keeper.Of("acme"));

        await keeper.LookAsync(Token);

        Assert.NotSame(TenantLists.None, keeper.Of("acme"));
    }

    [Fact]
    public async Task What_nobody_asks_for_is_dropped_and_read_again_when_somebody_does()
    {
        await MakeAsync(_store, "one", 0x0123456789abcdef);
        await _keeper.ReadyAsync("acme", Token);
        var first = _keeper.Of("acme");

        _database.Time.Advance(ListKeeper.KeepFor);
        await _keeper.LookAsync(Token);
        Assert.Same(first, _keeper.Of("acme"));
        _database.Time.Advance(ListKeeper.KeepFor + ListKeeper.LookEvery);
        await _keeper.LookAsync(Token);

        await _keeper.ReadyAsync("acme", Token);
        Assert.NotSame(first, _keeper.Of("acme"));
        Assert.Equal(["one"], Names(0x0123456789abcdef));
    }

    [Fact]
    public async Task A_running_keeper_looks_every_second()
    {
        await _keeper.StartAsync(Token);
        await _keeper.ReadyAsync("acme", Token);
        await MakeAsync(_store, "one", 0x0123456789abcdef);
        while (Names(0x0123456789abcdef).Length == 0)
        {
            Token.ThrowIfCancellationRequested();
            _database.Time.Advance(ListKeeper.LookEvery);
            await Task.Yield();
        }

        await _keeper.StopAsync(Token);
    }

    private string[] Names(ulong look) => [.. _keeper.Of("acme").Judge(new JudgedFrame([], look)).Select(finding => finding.Name!)];

    private static async Task MakeAsync(SqliteStore store, string name, ulong hash)
    {
        var list = new ListRow
        {
            Tenant = "acme",
            Name = name,
            Settings = new ListSettings { Kind = ListKind.Images, Colour = ListColour.Black },
            CreatedAt = Rows.Now,
            ChangedAt = Rows.Now,
        };
        Assert.Equal(ListCreation.Created, await store.CreateListAsync(list, Token));
        await store.AddEntriesAsync("acme", name, [ListEntry.OfHash(hash)], Rows.Now, Token);
    }
}
