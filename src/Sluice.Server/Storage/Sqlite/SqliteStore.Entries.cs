using Sluice.Server.Lists;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <summary>Entries that one transaction adds or removes at most: closes wait for it.</summary>
    private const int EntryRows = 2000;

    private const string Given = "(SELECT value FROM json_each($entries))";

    public Task<EntryChange> AddEntriesAsync(
        string tenant, string name, IReadOnlyList<string> entries, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeEntriesAsync(entries, (session, page) => AddPage(session, tenant, name, page, at), cancellationToken);

    public Task<EntryChange> RemoveEntriesAsync(
        string tenant, string name, IReadOnlyList<string> entries, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeEntriesAsync(entries, (session, page) => RemovePage(session, tenant, name, page, at), cancellationToken);

    public async Task<bool> DeleteListAsync(string tenant, string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        int left;
        var found = false;
        do
        {
            left = await _writer.WriteAsync(session => DeletePage(session, tenant, name, at), cancellationToken);
            found |= left >= 0;
        }
        while (left > 0);
        return found;
    }

    private async Task<EntryChange> ChangeEntriesAsync(
        IReadOnlyList<string> entries, Func<SqliteSession, string, EntryChange> change, CancellationToken cancellationToken)
    {
        var whole = new EntryChange(EntryStatus.Done);

        // Without entries it still tells whether there is such a list.
        foreach (var page in entries.Count == 0 ? [[]] : entries.Chunk(EntryRows))
        {
            var json = ToJson(page);
            var made = await _writer.WriteAsync(session => change(session, json), cancellationToken);
            whole = made with { Changed = whole.Changed + made.Changed };
            if (made.Status != EntryStatus.Done)
            {
                break;
            }
        }

        return whole;
    }

    private static EntryChange AddPage(SqliteSession session, string tenant, string name, string entries, DateTimeOffset at)
    {
        if (FindPlace(session, tenant, name) is not var (id, count))
        {
            return new EntryChange(EntryStatus.NoList);
        }

        var fresh = (int)session.Number(
            """
            SELECT COUNT(DISTINCT value) FROM json_each($entries)
            WHERE NOT EXISTS (SELECT 1 FROM list_entries WHERE list = $list AND entry = value)
            """,
            ("$entries", entries),
            ("$list", id))!.Value;
        if (fresh == 0)
        {
            return new EntryChange(EntryStatus.Done, 0, count);
        }

        if (count + fresh > ListLimits.Entries)
        {
            return new EntryChange(EntryStatus.ListFull, 0, count);
        }

        if (session.Number("SELECT SUM(entries) FROM lists WHERE tenant = $tenant", ("$tenant", tenant)) + fresh > ListLimits.TenantEntries)
        {
            return new EntryChange(EntryStatus.TenantFull, 0, count);
        }

        session.Execute(
            "INSERT OR IGNORE INTO list_entries (list, entry) SELECT $list, value FROM " + Given, ("$list", id), ("$entries", entries));
        Count(session, tenant, id, fresh, at);
        return new EntryChange(EntryStatus.Done, fresh, count + fresh);
    }

    private static EntryChange RemovePage(SqliteSession session, string tenant, string name, string entries, DateTimeOffset at)
    {
        if (FindPlace(session, tenant, name) is not var (id, count))
        {
            return new EntryChange(EntryStatus.NoList);
        }

        var gone = session.Execute(
            "DELETE FROM list_entries WHERE list = $list AND entry IN " + Given, ("$list", id), ("$entries", entries));
        if (gone > 0)
        {
            Count(session, tenant, id, -gone, at);
        }

        return new EntryChange(EntryStatus.Done, gone, count - gone);
    }

    /// <summary>The entries first, so that an interruption leaves none without a list. Returns how many are left, or -1: there is no such list.</summary>
    private static int DeletePage(SqliteSession session, string tenant, string name, DateTimeOffset at)
    {
        if (FindPlace(session, tenant, name) is not var (id, count))
        {
            return -1;
        }

        var gone = session.Execute(
            "DELETE FROM list_entries WHERE list = $list AND entry IN (SELECT entry FROM list_entries WHERE list = $list LIMIT $limit)",
            ("$list", id),
            ("$limit", EntryRows));
        Count(session, tenant, id, -gone, at);
        if (gone == count)
        {
            session.Execute("DELETE FROM lists WHERE id = $list", ("$list", id));
        }

        return count - gone;
    }

    private static Place? FindPlace(SqliteSession session, string tenant, string name) => session.First(
        "SELECT id, entries FROM lists " + OfName,
        reader => new Place(reader.GetInt64(0), reader.GetInt32(1)),
        ("$tenant", tenant),
        ("$name", name));

    private static void Count(SqliteSession session, string tenant, long list, int more, DateTimeOffset at)
    {
        session.Execute(
            "UPDATE lists SET entries = entries + $more, changed_at = $at WHERE id = $list",
            ("$more", more),
            ("$at", at.Column()),
            ("$list", list));
        RaiseVersion(session, tenant);
    }

    private sealed record Place(long Id, int Entries);
}
