using Microsoft.Data.Sqlite;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Stores_can_start_on_the_same_new_file_at_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => _database.Open()).ToList();

        await Task.WhenAll(stores.Select(store => store.InitializeAsync(Token)));

        await stores[0].CreateKeyAsync(Rows.Key("acme"), Token);
        foreach (var store in stores)
        {
            Assert.NotNull(await store.FindKeyAsync(Rows.AccessKeyOf("acme"), Token));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_was_written_is_there_at_the_next_start()
    {
        await using (var first = _database.Open())
        {
            await first.InitializeAsync(Token);
            await first.CreateKeyAsync(Rows.Key("acme"), Token);
        }

        Assert.False(File.Exists(_database.Path + "-wal"));
        await using var second = _database.Open();
        await second.InitializeAsync(Token);
        Assert.NotNull(await second.FindKeyAsync(Rows.AccessKeyOf("acme"), Token));
    }

    [Fact]
    public async Task A_newer_schema_is_an_error_that_names_both_versions()
    {
        await using (var store = _database.Open())
            await store.InitializeAsync(Token);
        using (var connection = Connect())
            Run(connection, "PRAGMA user_version = 4711");

        await using var older = _database.Open();
        var error = await Assert.ThrowsAsync<StoreException>(() => older.InitializeAsync(Token));

        Assert.Contains("4711", error.Message);
        Assert.Contains($"up to {SqliteSchema.Version}:", error.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_an_error()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.Path)!);
        await File.WriteAllTextAsync(_database.Path, new string('x', 8192), Token);
        await using var store = _database.Open();

        var error = await Assert.ThrowsAsync<StoreException>(() => store.InitializeAsync(Token));

        Assert.Equal("The database file is damaged.", error.Message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_error()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(_database.Path)!, "a file in its place", Token);
        await using var store = _database.Open();

        await Assert.ThrowsAsync<StoreException>(() => store.InitializeAsync(Token));
    }

    [Fact]
    public async Task Commits_are_synced_through_a_write_ahead_log()
    {
        await using var store = _database.Open();
        await store.InitializeAsync(Token);
        using var session = new SqliteFile(_database.Path, TimeSpan.FromSeconds(1)).OpenWriter();

        Assert.Equal("wal", session.First("PRAGMA journal_mode", reader => reader.GetString(0)));
        Assert.Equal(2, session.Number("PRAGMA synchronous"));
    }

    /// <summary>A scan of a million rows at every sweep would be found out only in production.</summary>
    [Theory]
    [InlineData("SELECT id FROM streams WHERE owner = 'n' AND state = 4 AND state < 5", "streams_unended")]
    [InlineData("UPDATE streams SET owner = 'm', epoch = epoch + 1 WHERE owner = 'n' AND state < 5 RETURNING id", "streams_unended")]
    [InlineData("SELECT id FROM streams WHERE tenant = 't' AND source_hash = 'h' AND state < 4", "streams_running")]
    [InlineData("SELECT id FROM streams WHERE state = 5 AND ended_at < 7 ORDER BY ended_at LIMIT 5", "streams_ended")]
    [InlineData(SqliteStore.SelectDue, "callbacks_due (endpoint=? AND due_at<?)", "callbacks_of_stream")]
    [InlineData(SqliteStore.SelectEndpoints, "COVERING INDEX callbacks_due (endpoint=? AND due_at>?)")]
    [InlineData(SqliteStore.DeleteDone, "callbacks_done (state=? AND due_at<?)")]
    [InlineData("SELECT state, COUNT(*) FROM callbacks WHERE stream_id = 's' GROUP BY state", "COVERING INDEX callbacks_of_stream")]
    public async Task Frequent_queries_use_an_index_and_sort_nothing(string sql, params string[] indexes)
    {
        await using var store = _database.Open();
        await store.InitializeAsync(Token);
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in (string[])["$now", "$limit", "$endpoint", "$lanes", "$state", "$before"])
            command.Parameters.AddWithValue(name, 1);
        var plan = new List<string>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                plan.Add(reader.GetString(3));
        }

        foreach (var index in indexes)
            Assert.Contains(plan, step => step.Contains(index));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN") && !step.Contains("callbacks_due") && !step.Contains("json_each") && step is not ("SCAN known" or "SCAN CONSTANT ROW"));
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_database.Path};Pooling=False");
        connection.Open();
        return connection;
    }
}
