using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Server.Lists;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const string SelectLists = "SELECT tenant, name, settings, entries, created_at, changed_at, id FROM lists ";

    private const string OfName = "WHERE tenant = $tenant AND name = $name";

    public Task<ListCreation> CreateListAsync(ListRow list, CancellationToken cancellationToken) =>
        _writer.WriteAsync(session => CreateList(session, list), cancellationToken);

    public async ValueTask<IReadOnlyList<ListRow>> ListListsAsync(string tenant, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(
            session => session.List(SelectLists + "WHERE tenant = $tenant ORDER BY name", ToList, ("$tenant", tenant)), cancellationToken);

    public ValueTask<ListRow?> FindListAsync(string tenant, string name, CancellationToken cancellationToken) =>
        _readers.ReadAsync(
            session => session.First(SelectLists + OfName, ToList, ("$tenant", tenant), ("$name", name)), cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ListEntriesAsync(
        string tenant, string name, string? after, int limit, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(
            session => session.List(
                "SELECT entry FROM list_entries WHERE list = (SELECT id FROM lists " + OfName + ") AND entry > $after ORDER BY entry LIMIT $limit",
                reader => reader.GetString(0),
                ("$tenant", tenant),
                ("$name", name),
                ("$after", after ?? ""),
                ("$limit", limit)),
            cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, long>> ListVersionsAsync(CancellationToken cancellationToken) =>
        (await _readers.ReadAsync(
            session => session.List("SELECT tenant, version FROM list_versions", reader => (reader.GetString(0), reader.GetInt64(1))),
            cancellationToken)).ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>The version first: what changes while the rest is read is told by the next one.</remarks>
    public async ValueTask<ListContents> ReadListsAsync(string tenant, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(
            session =>
            {
                var version = session.Number("SELECT version FROM list_versions WHERE tenant = $tenant", ("$tenant", tenant)) ?? 0;
                var lists = session.List(
                    SelectLists + "WHERE tenant = $tenant ORDER BY name", reader => (List: ToList(reader), Id: reader.GetInt64(6)), ("$tenant", tenant));
                return new ListContents(version, [.. lists.Select(list => (list.List, Entries(session, list.Id)))]);
            },
            cancellationToken);

    private static IReadOnlyList<string> Entries(SqliteSession session, long list) => session.List(
        "SELECT entry FROM list_entries WHERE list = $list ORDER BY entry", reader => reader.GetString(0), ("$list", list));

    private static ListCreation CreateList(SqliteSession session, ListRow list)
    {
        var settings = JsonSerializer.Serialize(list.Settings, StoreJsonContext.Default.ListSettings);
        if (session.Number("SELECT 1 FROM tenants WHERE name = $name", ("$name", list.Tenant)) is null)
        {
            return ListCreation.NoTenant;
        }

        var known = session.First(
            "SELECT settings, created_at FROM lists " + OfName,
            reader => Tuple.Create(reader.GetString(0), reader.GetInt64(1)),
            ("$tenant", list.Tenant),
            ("$name", list.Name));
        if (known is not null)
        {
            return known.Item1 == settings && known.Item2 == list.CreatedAt.Column() ? ListCreation.Created : ListCreation.Exists;
        }

        if (session.Number("SELECT COUNT(*) FROM lists WHERE tenant = $tenant", ("$tenant", list.Tenant)) >= ListLimits.Lists)
        {
            return ListCreation.TooMany;
        }

        session.Execute(
            "INSERT INTO lists (tenant, name, settings, created_at, changed_at) VALUES ($tenant, $name, $settings, $at, $at)",
            ("$tenant", list.Tenant),
            ("$name", list.Name),
            ("$settings", settings),
            ("$at", list.CreatedAt.Column()));
        RaiseVersion(session, list.Tenant);
        return ListCreation.Created;
    }

    private static void RaiseVersion(SqliteSession session, string tenant) => session.Execute(
        """
        INSERT INTO list_versions (tenant, version) VALUES ($tenant, 1)
        ON CONFLICT (tenant) DO UPDATE SET version = version + 1
        """,
        ("$tenant", tenant));

    private static ListRow ToList(SqliteDataReader reader) => new()
    {
        Tenant = reader.GetString(0),
        Name = reader.GetString(1),
        Settings = JsonSerializer.Deserialize(reader.GetString(2), StoreJsonContext.Default.ListSettings)!,
        Entries = reader.GetInt32(3),
        CreatedAt = reader.Time(4),
        ChangedAt = reader.Time(5),
    };
}
