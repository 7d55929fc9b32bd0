using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Storage;

namespace Sluice.Server.Callbacks;

/// <summary>
/// Delivers what the store holds (protocol §4). One loop decides and writes; attempts run beside it. In memory is one page of
/// rows and what is under way, whatever the backlog; what is under way when the process dies is still pending in the store.
/// </summary>
internal sealed partial class CallbackDispatcher : BackgroundService
{
    private const int SmallestPage = 256;

    /// <summary>How many receivers' URLs a round leaves out of its next pages at most.</summary>
    private const int MostExceptions = 1024;

    /// <summary>The store is asked again after this even when nobody called: another process may have written, a clock may have jumped.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    /// <summary>The same while due rows wait, since they hide when the next one becomes due.</summary>
    private static readonly TimeSpan SleepWithBacklog = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    private readonly ICallbackStore _store;
    private readonly CallbackSender _sender;
    private readonly SigningSecrets _secrets;
    private readonly CallbackSignal _signal;
    private readonly CallbackOptions _options;
    private readonly CallbackMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<CallbackDispatcher> _logger;
    private readonly DispatchBoard _board;
    private readonly Channel<Finished> _finished;
    private readonly List<CallbackOutcome> _unwritten = [];
    private readonly CancellationTokenSource _abort = new();
    private readonly ITimer _alarm;
    private readonly int _pageSize;

    public CallbackDispatcher(
        ICallbackStore store,
        CallbackSender sender,
        SigningSecrets secrets,
        CallbackSignal signal,
        IOptions<CallbackOptions> options,
        CallbackMetrics metrics,
        TimeProvider time,
        ILogger<CallbackDispatcher> logger)
    {
        _store = store;
        _sender = sender;
        _secrets = secrets;
        _signal = signal;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _board = new DispatchBoard(_options);
        _finished = Channel.CreateBounded<Finished>(_options.Concurrency);

        // What is under way is listed too and must never fill a page.
        _pageSize = Math.Max(SmallestPage, 2 * _options.Concurrency);
        _alarm = time.CreateTimer(_ => signal.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override void Dispose()
    {
        _abort.Cancel();
        _alarm.Dispose();
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                TakeFinished();
                await WriteAsync(stoppingToken);
                var listedAt = _time.GetUtcNow();
                await StartDueAsync(stoppingToken);
                SetAlarm(listedAt, await _store.NextDueAsync(stoppingToken));
                if (failures > 0)
                {
                    LogStoreWorks();
                }

                failures = 0;
                await _signal.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // Nothing is lost: what is not written stays held here, what is not listed stays in the store.
                if (failures == 0)
                {
                    LogStoreFailed(e);
                }

                var pause = BackOff(++failures);
                await Task.Delay(pause, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await DrainAsync();
    }

    private static TimeSpan BackOff(int failures)
    {
        var pause = TimeSpan.FromMilliseconds(100) * Math.Pow(2, Math.Min(failures, 10) - 1);
        return pause < LongestBackOff ? pause : LongestBackOff;
    }

    /// <summary>Gives their places back and works out what follows.</summary>
    private void TakeFinished()
    {
        while (_finished.Reader.TryRead(out var finished))
        {
            _board.Finish(finished.Row, finished.Endpoint);
            ShowBreaker(
                finished.Endpoint,
                _board.Breaker.OnFinished(finished.Row, finished.Endpoint, finished.Attempt?.Status, _time.GetUtcNow()));
            if (finished.Attempt is not { } attempt)
            {
                _board.Release(finished.Row.Id);
                continue;
            }

            var now = _time.GetUtcNow();
            var outcome = RetrySchedule.After(finished.Row, attempt, now, _options);
            _unwritten.Add(outcome);
            if (outcome.State == CallbackState.Delivered)
            {
                _metrics.OnDelivered(now - finished.Row.OwedSince);
            }
            else if (outcome.State == CallbackState.Dead)
            {
                _metrics.OnDead();
                LogDead(outcome.Id, finished.Endpoint, outcome.LastError, outcome.Attempts);
            }
            else
            {
                LogRetry(outcome.Id, finished.Endpoint, outcome.LastError, outcome.Attempts, outcome.DueAt);
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_unwritten.Count == 0)
        {
            return;
        }

        await _store.CompleteAsync([.. _unwritten], cancellationToken);
        foreach (var outcome in _unwritten)
        {
            _board.Release(outcome.Id);
        }

        _unwritten.Clear();
    }

    /// <summary>
    /// One round: starts every due row that may begin. When a page is full of rows that may not, the next page leaves out
    /// their receivers, so that one receiver's backlog hides no other's. Receivers whose breaker is open are left out at once.
    /// </summary>
    private async Task StartDueAsync(CancellationToken cancellationToken)
    {
        var passed = new HashSet<CallbackLane>();
        var exceptUrls = new HashSet<string>(_board.Breaker.HeldBackUrls(_time.GetUtcNow()), StringComparer.Ordinal);
        while (!_board.IsFull)
        {
            var now = _time.GetUtcNow();
            var page = await _store.ListDueAsync(now, _pageSize, exceptUrls, cancellationToken);
            var before = exceptUrls.Count;
            var expired = 0;
            foreach (var row in page)
            {
                var endpoint = CallbackSender.EndpointOf(row.Url);
                if (RetrySchedule.IsExpired(row, now, _options) && _board.TryHold(row.Id))
                {
                    _unwritten.Add(RetrySchedule.Expire(row));
                    _metrics.OnDead();
                    LogDead(row.Id, endpoint, row.LastError ?? "too old", row.Attempts);
                    expired++;
                    continue;
                }

                // Before it has a place on the board: when the store fails here, nothing is held.
                var secrets = await _secrets.OfAsync(row.Tenant, cancellationToken);
                switch (_board.TryStart(row, endpoint, now, passed))
                {
                    case StartDecision.Started:
                        _ = AttemptAsync(row, endpoint, secrets);
                        break;
                    case StartDecision.EndpointShut or StartDecision.EndpointBusy or StartDecision.LaneBusy:
                        exceptUrls.Add(row.Url);
                        break;
                }
            }

            await WriteAsync(cancellationToken);
            if (page.Count < _pageSize || (exceptUrls.Count == before && expired == 0) || exceptUrls.Count > MostExceptions)
            {
                break;
            }
        }
    }

    private async Task AttemptAsync(CallbackRow row, string endpoint, IReadOnlyList<string> secrets)
    {
        CallbackAttempt? attempt = null;
        var began = _time.GetTimestamp();
        try
        {
            attempt = await _sender.SendAsync(row, secrets, _abort.Token);
            _metrics.OnAttempt(attempt.Value.Status, _time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The server stops: the row stays pending as it was.
        }
        catch (Exception e)
        {
            LogAttemptFailed(e, row.Id);
            attempt = new CallbackAttempt(AttemptStatus.ConnectFailed, $"internal: {e.GetType().Name}");
        }

        // There is room: no more are under way than the channel holds.
        _finished.Writer.TryWrite(new Finished(row, endpoint, attempt));
        _signal.Wake();
    }

    // All by the time of the listing: what became due since then is due now, and no backlog.
    private void SetAlarm(DateTimeOffset listedAt, DateTimeOffset? nextDue)
    {
        var at = listedAt + LongestSleep;
        if (nextDue is { } due && due < at)
        {
            at = due > listedAt ? due : listedAt + SleepWithBacklog;
        }

        if (_board.NextLaneOpens(listedAt) is { } opens && opens < at)
        {
            at = opens;
        }

        if (_board.Breaker.NextProbe(listedAt) is { } probe && probe < at)
        {
            at = probe;
        }

        var wait = at - _time.GetUtcNow();
        _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (_time.GetUtcNow() >= at)
        {
            _signal.Wake();
        }
    }

    /// <summary>Gives what is under way a moment, then cuts it off and writes what is known.</summary>
    private async Task DrainAsync()
    {
        using var grace = new CancellationTokenSource(_options.ShutdownGrace, _time);
        while (_board.Running > 0)
        {
            try
            {
                await _finished.Reader.WaitToReadAsync(grace.Token);
            }
            catch (OperationCanceledException)
            {
                await _abort.CancelAsync();
                await _finished.Reader.WaitToReadAsync(CancellationToken.None);
            }

            TakeFinished();
        }

        try
        {
            using var limit = new CancellationTokenSource(_options.ShutdownGrace + TimeSpan.FromSeconds(1), _time);
            await WriteAsync(limit.Token);
        }
        catch (Exception e)
        {
            LogUnwritten(e, _unwritten.Count);
        }
    }

    private readonly record struct Finished(CallbackRow Row, string Endpoint, CallbackAttempt? Attempt);
}
