using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Server.Pulling;

/// <summary>
/// What the owner of a stream knows and writes about it. Progress is kept here and reaches the store with each result, and
/// with each checkpoint. Every write is fenced by the epoch; a store that fails is tried again until it works.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing.")]
internal sealed partial class StreamLedger(
    StreamRow row, IStore store, CallbackSignal signal, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    /// <summary>Changes of state that wait for the store at most: they are news, and a store may fail for long.</summary>
    private const int MostOwed = 64;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _lost = new();
    private StreamReport _report = new() { StreamId = row.Id, Epoch = row.Epoch, Progress = row.Progress };
    private StreamReport? _written;

    public StreamRow Row => row;

    /// <summary>Cancelled when another owner has taken the stream over: nothing more may be done for it here.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>As far as this owner knows: a close is known by the row only.</summary>
    public StreamState State
    {
        get
        {
            lock (_lock)
            {
                return _report.State ?? row.State;
            }
        }
    }

    public StreamProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return _report.Progress;
            }
        }
    }

    /// <summary>Changes the progress. Returns it as it was before.</summary>
    public StreamProgress Advance(Func<StreamProgress, StreamProgress> change)
    {
        lock (_lock)
        {
            var before = _report.Progress;
            _report = _report with { Progress = change(before) };
            return before;
        }
    }

    /// <summary>
    /// The stream's state has changed. It is news, not a promise: it reaches the store with the next write, and so does the
    /// callback that tells it.
    /// </summary>
    public void Note(StreamState state, int? errorCode, CallbackRow? callback)
    {
        lock (_lock)
        {
            _report = _report with { State = state, ErrorCode = errorCode ?? _report.ErrorCode };
            Owe(callback);
        }
    }

    /// <summary>A callback for the next write, of a change of state that the row has already or gets with its end.</summary>
    public void Note(CallbackRow? callback)
    {
        lock (_lock)
        {
            Owe(callback);
        }
    }

    /// <summary>A result that is to be called back. False: another owner has the stream.</summary>
    public Task<bool> WriteAsync(CallbackRow callback, CancellationToken cancellationToken) =>
        WriteAsync(report => store.ReportAsync(report with { Callbacks = [.. report.Callbacks, callback] }, cancellationToken), hasCallbacks: true, cancellationToken);

    /// <summary>Writes progress and state when they have changed since they were last written.</summary>
    public Task<bool> CheckpointAsync(CancellationToken cancellationToken) => ReferenceEquals(Current, _written)
        ? Task.FromResult(true)
        : WriteAsync(report => store.ReportAsync(report, cancellationToken), hasCallbacks: false, cancellationToken);

    /// <summary>The stream is over. The callbacks are its last.</summary>
    public Task<bool> EndAsync(StreamEvent end, int? errorCode, IReadOnlyList<CallbackRow> callbacks, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var reason = StreamTransitions.On(end, State, row.EndReason).Reason;
        return WriteAsync(
            report => store.EndAsync(
                report with { ErrorCode = errorCode ?? report.ErrorCode, Callbacks = [.. report.Callbacks, .. callbacks] }, reason, at, cancellationToken),
            callbacks.Count > 0,
            cancellationToken);
    }

    private StreamReport Current
    {
        get
        {
            lock (_lock)
            {
                return _report;
            }
        }
    }

    private void Owe(CallbackRow? callback)
    {
        if (callback is not null)
        {
            var owed = _report.Callbacks;
            _report = _report with { Callbacks = [.. owed.Skip(owed.Count < MostOwed ? 0 : 1), callback] };
        }
    }

    // Writes overlap: a callback that two of them took is there once, by its id.
    private void OnWritten(StreamReport report)
    {
        lock (_lock)
        {
            var isCurrent = ReferenceEquals(_report, report);
            if (report.Callbacks.Count > 0)
            {
                _report = _report with { Callbacks = [.. _report.Callbacks.Except(report.Callbacks)] };
            }

            _written = isCurrent ? _report : report;
        }
    }

    private async Task<bool> WriteAsync(Func<StreamReport, Task<bool>> write, bool hasCallbacks, CancellationToken cancellationToken)
    {
        while (true)
        {
            var report = Current;
            try
            {
                if (!await write(report))
                {
                    LogLost(row.Id, row.Epoch);
                    await _lost.CancelAsync();
                    return false;
                }

                OnWritten(report);
                if (hasCallbacks || report.Callbacks.Count > 0)
                {
                    signal.Wake();
                }

                return true;
            }
            catch (StoreException exception)
            {
                LogStoreFailed(row.Id, exception);
                await Task.Delay(StorePause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Stream {StreamId}, epoch {Epoch}, has another owner now: nothing more is written for it")]
    private partial void LogLost(string streamId, long epoch);

    // The store itself says when it begins to fail, and when it works again.
    [LoggerMessage(LogLevel.Debug, "The store did not take a report of stream {StreamId}: trying again")]
    private partial void LogStoreFailed(string streamId, Exception exception);
}
