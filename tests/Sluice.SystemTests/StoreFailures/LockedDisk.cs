using Microsoft.Data.Sqlite;
using Sluice.Server.Hosting;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.StoreFailures;

/// <summary>A database that another process has locked.</summary>
internal sealed class LockedDisk : IFaultyDisk
{
    private const string Script =
        """
        cp -a "$1/." "$0" && shift && exec "$@"
        """;

    private readonly TemporaryFolder _disk = new();
    private SqliteConnection? _connection;

    public string DataFolder => _disk.Path;

    public string[] Within(string seed) => ["sh", "-c", Script, DataFolder, seed];

    public async Task FailAsync(int server)
    {
        _connection = new SqliteConnection($"Data Source={_disk.File(ServerBuilder.DatabaseFile)};Pooling=False");
        _connection.Open();
        await RunAsync("BEGIN EXCLUSIVE");
    }

    public async Task WorkAgainAsync()
    {
        await RunAsync("ROLLBACK");
        await _connection!.DisposeAsync();
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _disk.Dispose();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _connection!.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
