using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>
/// The only writer of this process: one thread and one connection. It takes all writes that wait, makes them in one
/// transaction, and completes their callers when that is on stable storage, so that many callers share one sync.
/// </summary>
internal sealed partial class GroupCommitWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes must work for so long before they are said to work again: on a disk that is nearly full small ones do and large ones
    /// do not.
    /// </summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    private readonly Func<SqliteSession> _open;
    private readonly int _most;
    private readonly TimeProvider _time;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogThrottle _throttle;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentQueue<WriteOperation> _waiting = new();
    private readonly BlockingCollection<WriteOperation> _queue;
    private readonly List<WriteOperation> _batch = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;
    private volatile bool _failing;
    private long _failedAt;

    /// <param name="open">Opens the writer's connection; called again after a failure that broke it.</param>
    /// <param name="limits">Lengths of the queue and of a batch.</param>
    /// <param name="time">Measures commits.</param>
    /// <param name="metrics">Told about every commit and failure.</param>
    /// <param name="logger">Told when writing begins to fail, and when it works again.</param>
    public GroupCommitWriter(
        Func<SqliteSession> open, SqliteLimits limits, TimeProvider time, StoreMetrics metrics, ILogger logger)
    {
        _open = open;
        _most = limits.Batch;
        _room = new SemaphoreSlim(limits.Queue);
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _throttle = new LogThrottle(time);
        _queue = new BlockingCollection<WriteOperation>(_waiting);
        new Thread(Loop) { IsBackground = true, Name = "sluice-store" }.Start();
    }

    /// <summary>How long the oldest write that is not begun has waited; zero while writes fail.</summary>
    public TimeSpan OldestWait =>
        !_failing && _waiting.TryPeek(out var oldest) ? _time.GetElapsedTime(oldest.QueuedAt) : TimeSpan.Zero;

    /// <summary>
    /// Makes the write with others in one transaction. <paramref name="write"/> runs on the writer's thread, may run twice,
    /// and must do nothing but use the session. Cancelled before it began, it is not made; cancelled later, its outcome is unknown.
    /// </summary>
    /// <exception cref="StoreException">The transaction could not be made or committed.</exception>
    /// <exception cref="ObjectDisposedException">The writer was closed.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        var operation = new WriteOperation<T>(write, cancellationToken) { QueuedAt = _time.GetTimestamp() };
        try
        {
            _queue.Add(operation, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            _room.Release();
            throw new ObjectDisposedException(nameof(GroupCommitWriter));
        }

        return await operation.Task;
    }

    /// <summary>Makes the writes that wait, refuses new ones, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _finished.Task;
    }

    private void Loop()
    {
        foreach (var operation in _queue.GetConsumingEnumerable())
        {
            Take(operation);
            try
            {
                RunBatch();
            }
            catch (Exception exception)
            {
                FailBatch(exception);
            }

            _batch.Clear();
        }

        Close();
        _finished.SetResult();
    }

    private void RunBatch()
    {
        // The lock first, then the batch: whoever came while another process held the lock is still in it.
        Begin();
        while (_batch.Count < _most && _queue.TryTake(out var next))
            Take(next);
        _batch.RemoveAll(operation => !operation.IsWanted);

        var begun = _time.GetTimestamp();
        if (!TryRunAll())
        {
            Rollback();
            Begin();
            RunEach();
        }

        _session!.Execute("COMMIT");
        if (_batch.Count == 0)
            return;

        _metrics.OnCommitted(_time.GetElapsedTime(begun), _batch.Count);
        foreach (var operation in _batch)
            operation.Succeed();
        if (_failing && _time.GetElapsedTime(_failedAt) >= Steady)
        {
            _failing = false;
            LogRecovered();
        }
    }

    private void Begin()
    {
        _session ??= _open();
        _session.Execute("BEGIN IMMEDIATE");
    }

    private bool TryRunAll()
    {
        try
        {
            foreach (var operation in _batch)
                operation.Run(_session!);
            return true;
        }
        catch (Exception)
        {
            // Which one failed, and with what, is found out by running each on its own.
            return false;
        }
    }

    /// <summary>
    /// A savepoint around each, so that the one that fails fails alone; too slow for every day. An error that made SQLite
    /// give up the transaction, such as a full disk, fails the whole batch.
    /// </summary>
    private void RunEach()
    {
        for (var i = 0; i < _batch.Count;)
        {
            _session!.Execute("SAVEPOINT one");
            try
            {
                _batch[i].Run(_session);
                _session.Execute("RELEASE one");
                i++;
            }
            catch (Exception exception) when (_session.InTransaction)
            {
                _session.Execute("ROLLBACK TO one");
                _session.Execute("RELEASE one");
                Fail(_batch[i], exception);
                _batch.RemoveAt(i);
            }
        }
    }

    private void FailBatch(Exception exception)
    {
        try
        {
            Rollback();
        }
        catch (SqliteException)
        {
            Drop();
        }

        if (exception is not SqliteException sqlite || !SqliteFailure.LeavesConnectionUsable(sqlite))
            Drop();

        // Those that came meanwhile would each meet the same, one wait after the other.
        while (_queue.TryTake(out var next))
            Take(next);
        foreach (var operation in _batch)
            Fail(operation, exception);
    }

    private void Fail(WriteOperation operation, Exception exception)
    {
        if (exception is SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT })
        {
            _failedAt = _time.GetTimestamp();
            if (!_failing)
                LogFailed(exception);
            _failing = true;
        }
        else if (_throttle.TryPass(out var held))
        {
            LogRefused(exception, held);
        }

        _metrics.OnFailed(1);
        operation.Fail(exception is SqliteException sqlite ? SqliteFailure.Translate(sqlite) : exception);
    }

    private void Take(WriteOperation operation)
    {
        _room.Release();
        _batch.Add(operation);
    }

    private void Rollback()
    {
        if (_session?.InTransaction == true)
            _session.Execute("ROLLBACK");
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Close()
    {
        try
        {
            _session?.Script("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException exception)
        {
            // Everything is durable in the log already.
            LogCheckpointFailed(exception);
        }

        Drop();
    }
}
