using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>
/// The store in one SQLite file with a write-ahead log. Every commit is synced; reads see what is committed, by this
/// process or another, at once.
/// </summary>
internal sealed partial class SqliteStore : IStore
{
    private readonly SqliteFile _file;
    private readonly GroupCommitWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly TimeProvider _time;

    /// <param name="databasePath">The database file. It and its folder are made when missing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Told about commits and failures.</param>
    /// <param name="logger">Told when writing begins to fail, and when it works again.</param>
    /// <param name="limits">Null: <see cref="SqliteLimits.Default"/>.</param>
    public SqliteStore(
        string databasePath, TimeProvider time, StoreMetrics metrics, ILogger<SqliteStore> logger, SqliteLimits? limits = null)
    {
        limits ??= SqliteLimits.Default;
        _time = time;
        _file = new SqliteFile(databasePath, limits.BusyTimeout);
        _writer = new GroupCommitWriter(_file.OpenWriter, limits, time, metrics, logger);
        _readers = new SqliteReaders(_file, limits.Readers);
    }

    public TimeSpan OldestWait => _writer.OldestWait;

    public Task InitializeAsync(CancellationToken cancellationToken) => Task.Run(Initialize, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().Column();
        return _writer.WriteAsync(
            session => session.Execute("UPDATE health SET checked_at = $now WHERE id = 1", ("$now", now)), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    private void Initialize()
    {
        try
        {
            _file.Prepare();
            using var session = _file.OpenWriter();
            SqliteSchema.Apply(session);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The database file could not be made: {exception.Message}", exception);
        }
    }
}
