using Microsoft.Data.Sqlite;

namespace Sluice.Tests.Storage;

/// <summary>The write lock, held as another process would hold it.</summary>
internal sealed class ForeignLock : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    public ForeignLock(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Run("BEGIN IMMEDIATE");
    }

    /// <summary>Keeps what <see cref="Run"/> wrote, and gives the lock back.</summary>
    public ValueTask CommitAsync() => EndAsync("COMMIT");

    public ValueTask DisposeAsync() => EndAsync("ROLLBACK");

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async ValueTask EndAsync(string how)
    {
        Run(how);
        await _connection.DisposeAsync();
    }
}
