using Sluice.Protocol;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Storage;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Later = Rows.Now.AddMinutes(1);

    [Fact]
    public async Task A_list_is_found_as_it_was_made_and_without_entries()
    {
        await AddTenantAsync();
        var list = List("ads") with
        {
            Settings = new ListSettings
            {
                Kind = ListKind.Words,
                Colour = ListColour.Black,
                Mode = WordMode.Fuzzy,
                Level = RiskLevel.Review,
                Labels = ["ad", "mine", "mine"],
                Types = ["ADVERT"],
            },
        };

        Assert.Equal(ListCreation.Created, await Store.CreateListAsync(list, Token));
        AssertSame(list, await Store.FindListAsync("acme", "ads", Token));
        AssertSame([list], await Store.ListListsAsync("acme", Token));
        Assert.Empty(await Store.ListEntriesAsync("acme", "ads", null, 10, Token));
    }

    [Fact]
    public async Task A_list_is_its_tenants_and_its_name_is_taken_once()
    {
        await AddTenantAsync();
        await AddTenantAsync("rival");
        await MakeAsync("ads", "a");

        Assert.Equal(ListCreation.Created, await Store.CreateListAsync(List("ads"), Token));
        Assert.Equal(ListCreation.Exists, await Store.CreateListAsync(List("ads") with { CreatedAt = Later }, Token));
        Assert.Equal(ListCreation.Created, await Store.CreateListAsync(List("ads") with { Tenant = "rival" }, Token));
        Assert.Equal(ListCreation.NoTenant, await Store.CreateListAsync(List("ads") with { Tenant = "nobody" }, Token));
        Assert.Equal((1, 0), ((await Store.FindListAsync("acme", "ads", Token))!.Entries, (await Store.FindListAsync("rival", "ads", Token))!.Entries));
        Assert.Null(await Store.FindListAsync("nobody", "ads", Token));
    }

    [Fact]
    public async Task A_tenant_has_at_most_100_lists()
    {
        await AddTenantAsync();
        for (var i = 0; i < ListLimits.Lists; i++)
            await MakeAsync($"{i}");

        Assert.Equal(ListCreation.TooMany, await Store.CreateListAsync(List("more"), Token));
        await Store.DeleteListAsync("acme", "7", Later, Token);
        Assert.Equal(ListCreation.Created, await Store.CreateListAsync(List("more"), Token));
    }

    [Fact]
    public async Task Entries_are_added_once_and_come_in_order_a_page_at_a_time()
    {
        await AddTenantAsync();
        await MakeAsync("ads");

        Assert.Equal(new EntryChange(EntryStatus.Done, 3, 3), await Store.AddEntriesAsync("acme", "ads", ["b", "加微信", "a"], Later, Token));
        Assert.Equal(new EntryChange(EntryStatus.Done, 1, 4), await Store.AddEntriesAsync("acme", "ads", ["c", "a", "c"], Later, Token));
        Assert.Equal(["a", "b"], await Store.ListEntriesAsync("acme", "ads", null, 2, Token));
        Assert.Equal(["c", "加微信"], await Store.ListEntriesAsync("acme", "ads", "b", 10, Token));
        var list = (await Store.FindListAsync("acme", "ads", Token))!;
        Assert.Equal((4, Later), (list.Entries, list.ChangedAt));
    }

    [Fact]
    public async Task Entries_are_removed_where_they_are()
    {
        await AddTenantAsync();
        await MakeAsync("ads", "a", "b", "c");

        Assert.Equal(new EntryChange(EntryStatus.Done, 2, 1), await Store.RemoveEntriesAsync("acme", "ads", ["c", "x", "a"], Later, Token));
        Assert.Equal(["b"], await Store.ListEntriesAsync("acme", "ads", null, 10, Token));
    }

    [Fact]
    public async Task What_is_not_there_takes_and_gives_no_entries()
    {
        await AddTenantAsync();

        Assert.Equal(EntryStatus.NoList, (await Store.AddEntriesAsync("acme", "ads", ["a"], Later, Token)).Status);
        Assert.Equal(EntryStatus.NoList, (await Store.AddEntriesAsync("acme", "ads", [], Later, Token)).Status);
        Assert.Equal(EntryStatus.NoList, (await Store.RemoveEntriesAsync("acme", "ads", ["a"], Later, Token)).Status);
        Assert.False(await Store.DeleteListAsync("acme", "ads", Later, Token));
        Assert.Empty(await Store.ListEntriesAsync("acme", "ads", null, 10, Token));
    }

    [Fact]
    public async Task A_list_holds_100_000_entries_and_a_tenant_500_000_and_what_does_not_fit_is_told()
    {
        await AddTenantAsync();
        string[] entries = [.. Enumerable.Range(0, ListLimits.Entries).Select(i => $"word {i}")];
        for (var list = 0; list < ListLimits.TenantEntries / ListLimits.Entries; list++)
            await MakeAsync($"{list}", entries);
        await MakeAsync("last");

        Assert.Equal(new EntryChange(EntryStatus.ListFull, 0, ListLimits.Entries), await Store.AddEntriesAsync("acme", "0", ["more"], Later, Token));
        Assert.Equal(new EntryChange(EntryStatus.Done, 0, ListLimits.Entries), await Store.AddEntriesAsync("acme", "0", ["word 7"], Later, Token));
        Assert.Equal(new EntryChange(EntryStatus.TenantFull), await Store.AddEntriesAsync("acme", "last", ["more"], Later, Token));
        await Store.RemoveEntriesAsync("acme", "0", ["word 7"], Later, Token);
        Assert.Equal(new EntryChange(EntryStatus.Done, 1, 1), await Store.AddEntriesAsync("acme", "last", ["more"], Later, Token));

        Assert.True(await Store.DeleteListAsync("acme", "1", Later, Token));
        Assert.Equal(["0", "2", "3", "4", "last"], (await Store.ListListsAsync("acme", Token)).Select(list => list.Name));
    }

    [Fact]
    public async Task A_list_that_comes_again_has_nothing_of_the_one_before()
    {
        await AddTenantAsync();
        await MakeAsync("ads", "a");
        await Store.DeleteListAsync("acme", "ads", Later, Token);
        await MakeAsync("ads");

        Assert.Empty(await Store.ListEntriesAsync("acme", "ads", null, 10, Token));
    }

    [Fact]
    public async Task Every_change_raises_the_version_of_its_tenant_alone_and_what_changes_nothing_does_not()
    {
        await AddTenantAsync();
        await AddTenantAsync("rival");
        Assert.Empty(await Store.ListVersionsAsync(Token));
        Assert.Equal(0, (await Store.ReadListsAsync("acme", Token)).Version);

        await MakeAsync("ads");
        var made = await VersionAsync();
        await Store.AddEntriesAsync("acme", "ads", ["a"], Later, Token);
        var added = await VersionAsync();
        await Store.AddEntriesAsync("acme", "ads", ["a"], Later, Token);
        await Store.RemoveEntriesAsync("acme", "ads", ["b"], Later, Token);
        Assert.Equal(added, await VersionAsync());
        await Store.RemoveEntriesAsync("acme", "ads", ["a"], Later, Token);
        var removed = await VersionAsync();
        await Store.DeleteListAsync("acme", "ads", Later, Token);
        var deleted = await VersionAsync();

        Assert.Equal([made, added, removed, deleted], new[] { made, added, removed, deleted }.Distinct().Order());
        Assert.Equal(["acme"], (await Store.ListVersionsAsync(Token)).Keys);
    }

    [Fact]
    public async Task Another_process_sees_a_change_by_its_version_and_reads_all_lists_with_their_entries()
    {
        await using var other = Open();
        await other.InitializeAsync(Token);
        await AddTenantAsync();
        await MakeAsync("b", "x", "y");
        await MakeAsync("a");

        var contents = await other.ReadListsAsync("acme", Token);

        Assert.Equal((await other.ListVersionsAsync(Token))["acme"], contents.Version);
        Assert.Equal([("a", ""), ("b", "x y")], contents.Lists.Select(each => (each.List.Name, string.Join(' ', each.Entries))));
    }

    [Fact]
    public async Task Lists_survive_a_crash()
    {
        await AddTenantAsync();
        await MakeAsync("ads", "a");

        await using var after = OpenAfterCrash();
        await after.InitializeAsync(Token);

        Assert.Equal(["a"], await after.ListEntriesAsync("acme", "ads", null, 10, Token));
    }

    private static ListRow List(string name) => new()
    {
        Tenant = "acme",
        Name = name,
        Settings = new ListSettings { Kind = ListKind.Words, Colour = ListColour.Black },
        CreatedAt = Rows.Now,
        ChangedAt = Rows.Now,
    };

    private async Task MakeAsync(string name, params string[] entries)
    {
        Assert.Equal(ListCreation.Created, await Store.CreateListAsync(List(name), Token));
        Assert.Equal(EntryStatus.Done, (await Store.AddEntriesAsync("acme", name, entries, Rows.Now, Token)).Status);
    }

    private async Task<long> VersionAsync() => (await Store.ListVersionsAsync(Token))["acme"];
}
