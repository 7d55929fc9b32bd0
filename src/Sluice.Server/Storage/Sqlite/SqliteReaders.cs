using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>Read connections, each with its statements prepared; opened when needed, at most so many.</summary>
internal sealed class SqliteReaders(SqliteFile file, int most) : IDisposable
{
    private readonly SemaphoreSlim _room = new(most);
    private readonly ConcurrentStack<SqliteSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads what is committed now, on the caller's thread.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_idle.TryPop(out session))
                session = file.OpenReader();
            var result = read(session);
            _idle.Push(session);
            session = null;
            return result;
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Translate(exception);
        }
        finally
        {
            // Only a connection whose read succeeded is used again.
            session?.Dispose();
            _room.Release();
            if (_disposed)
                CloseIdle();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var session))
            session.Dispose();
    }
}
