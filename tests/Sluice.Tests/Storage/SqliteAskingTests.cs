using System.Reflection;
using Microsoft.Data.Sqlite;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Tests.Storage;

/// <summary>What is asked of the SQLite store stays cheap with a million rows, and of an older file too.</summary>
public sealed class SqliteAskingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(SqliteStore.SelectOfTenant, "streams_of_tenant (tenant=? AND rowid<?)")]
    [InlineData(SqliteStore.SelectOfRoom, "streams_of_room (tenant=? AND room=? AND rowid<?)")]
    [InlineData(SqliteStore.SelectRunningOfSource, "streams_running (tenant=? AND source_hash=?)")]
    [InlineData(SqliteStore.SelectHistoryOfState, "callbacks_of_tenant (tenant=? AND state=? AND rowid<?)")]
    [InlineData(SqliteStore.SelectHistoryOfTenant, "callbacks_of_tenant (tenant=? AND state=? AND rowid<?)")]
    public async Task Lists_walk_an_index_and_sort_nothing(string sql, string step)
    {
        var plan = await PlanAsync(sql);
        Assert.Contains(plan, line => line.Contains(step));
        Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE") || line.StartsWith("SCAN"));
    }

    /// <summary>These sort: what runs within a tenant's limit, or the callbacks of one stream.</summary>
    [Theory]
    [InlineData(SqliteStore.SelectRunning, "streams_running (tenant=?)")]
    [InlineData(SqliteStore.SelectRunningIds, "streams_running (tenant=?)")]
    [InlineData(SqliteStore.SelectClosing, "streams_unended")]
    [InlineData(SqliteStore.SelectHistoryOfStream, "callbacks_of_stream (stream_id=?)")]
    public async Task What_is_sorted_is_found_by_an_index_of_little(string sql, string step)
    {
        var plan = await PlanAsync(sql);
        Assert.Contains(plan, line => line.Contains(step));
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN") && !line.Contains("streams_unended"));
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_upgraded_with_its_rows()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.Path)!);
        using (var connection = Connect())
        {
            Run(connection, FirstSchema());
            Run(
                connection,
                """
                PRAGMA user_version = 1;
                INSERT INTO streams (id, tenant, source_hash, state, end_reason, error_code, owner, epoch, submitted_at, progress)
                VALUES ('old', 'acme', 'h', 5, 2, 0, 'n1', 1, 7, '{}');
                INSERT INTO stream_settings VALUES ('old', '{"AppId":"a","EventId":"e","StreamType":"NORMAL","Url":"rtmp://h/x","TokenId":"u","ImageCallback":"http://h/","Data":"{}","Room":"r1"}');
                INSERT INTO callbacks (id, stream_id, tenant, content_type, kind, sequence, created_at, due_at, attempts, state, url, body)
                VALUES ('c', 'old', 'acme', 1, 0, 0, 7, 7, 1, 2, 'http://me:word@H/x', x'7b7d');
                """);
        }

        await using var store = _database.Open();
        await store.InitializeAsync(Token);

        var stream = Assert.Single(await store.ListStreamsAsync(new StreamFilter("acme", null, "r1", null, 10), Token));
        Assert.Equal(("old", "r1", 1L), (stream.Id, stream.Room, stream.Callbacks.Dead));
        Assert.Equal(1, await store.ReplayStreamAsync("old", Rows.Now, Token));
        Assert.Equal(Rows.Now, Assert.Single(await store.ListDueAsync(Rows.Now, 10, [], Token)).OwedSince);
        Assert.Equal("http://h:80", Assert.Single(await store.ListEndpointsAsync(Rows.Now, Token)).Endpoint);
    }

    private static string FirstSchema()
    {
        var assembly = Assembly.GetAssembly(typeof(SqliteStore))!;
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("0001-initial.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<List<string>> PlanAsync(string sql)
    {
        await using var store = _database.Open();
        await store.InitializeAsync(Token);
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in (string[])["$tenant", "$before", "$state", "$limit", "$room", "$hash", "$stream"])
            command.Parameters.AddWithValue(name, 1);
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
            plan.Add(reader.GetString(3));
        return plan;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_database.Path};Pooling=False");
        connection.Open();
        return connection;
    }
}
