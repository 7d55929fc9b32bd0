using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Storage;

namespace Sluice.Server.Callbacks;

/// <summary>
/// Delivers what the store holds (protocol §4). One loop decides; attempts, and the write of what they came to, run beside it. In
/// memory is one page of rows, what is under way and what is being written, whatever the backlog; what is not written when the
/// process dies is still pending in the store.
/// </summary>
internal sealed partial class CallbackDispatcher : BackgroundService
{
    /// <summary>Rows that a listing asks for beyond those that may begin: some will not.</summary>
    private const int SpareRows = 8;

    /// <summary>The store is asked again after this even when nobody called: another process may have written, a clock may have been set.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    private readonly ICallbackStore _store;
    private readonly CallbackSender _sender;
    private readonly SigningSecrets _secrets;
    private readonly CallbackSignal _signal;
    private readonly CallbackOptions _options;
    private readonly CallbackMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly ILogger<CallbackDispatcher> _logger;
    private readonly DispatchBoard _board;
    private readonly Channel<Finished> _finished;
    private readonly CancellationTokenSource _abort = new();
    private readonly ITimer _alarm;

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
        _clock = new SteadyClock(time);
        _logger = logger;
        _board = new DispatchBoard(_options);
        _finished = Channel.CreateBounded<Finished>(_options.Concurrency);
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
                await FollowClockAsync(stoppingToken);
                TakeFinished();
                var hasWritten = TakeWritten();
                BeginWrite();
                var (listedAt, steadyAt) = (_clock.Wall, _clock.Steady);
                var endpoints = await _store.ListEndpointsAsync(listedAt, stoppingToken);
                await StartDueAsync(endpoints, listedAt, stoppingToken);
                BeginWrite();
                SetAlarm(listedAt, steadyAt, endpoints);

                // A store that can be read may still not take what waits to be written.
                if (failures > 0 && (hasWritten || _unwritten.Count + _batch.Count == 0))
                {
                    LogStoreWorks();
                    failures = 0;
                }

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
            var endpoint = finished.Row.Endpoint;
            _board.Finish(finished.Row, endpoint);
            ShowBreaker(endpoint, _board.Breaker.OnFinished(finished.Row, endpoint, finished.Attempt?.Status, _clock.Steady));
            if (finished.Attempt is not { } attempt)
            {
                _board.Release(finished.Row.Id);
                continue;
            }

            var row = Shifted(finished);
            var now = _clock.Wall;
            var outcome = RetrySchedule.After(row, attempt, now, _options);
            _unwritten.Add(outcome);
            if (outcome.State == CallbackState.Delivered)
            {
                _metrics.OnDelivered(now - row.OwedSince);
            }
            else if (outcome.State == CallbackState.Dead)
            {
                _metrics.OnDead();
                LogDead(outcome.Id, endpoint, outcome.LastError, outcome.Attempts);
            }
            else
            {
                LogRetry(outcome.Id, endpoint, outcome.LastError, outcome.Attempts, outcome.DueAt);
            }
        }
    }

    /// <summary>
    /// One round: starts every due row that may begin, endpoint after endpoint, the one that has waited longest first. Endpoints
    /// that have no room, or whose breaker is open, are not even listed.
    /// </summary>
    private async Task StartDueAsync(IReadOnlyList<DueEndpoint> endpoints, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What is behind a first attempt in its lane may not begin: such rows are passed over where they lie.
        var passed = _board.BusyLanes(_clock.Steady);
        foreach (var endpoint in endpoints)
        {
            if (_board.IsFull)
            {
                break;
            }

            if (endpoint.FirstDueAt <= now)
            {
                await StartDueAsync(endpoint.Endpoint, now, passed, cancellationToken);
            }
        }
    }

    private async Task StartDueAsync(
        string endpoint, DateTimeOffset now, HashSet<CallbackLane> passed, CancellationToken cancellationToken)
    {
        while (!HasTooManyUnwritten && _board.RoomAt(endpoint, _clock.Steady) is > 0 and var room)
        {
            var limit = _board.HeldOf(endpoint) + room + SpareRows;
            var passedBefore = passed.Count;
            var page = await _store.ListDueAsync(endpoint, now, limit, passed, cancellationToken);
            if (_clock.Jump(out _) != TimeSpan.Zero)
            {
                // What came since then would be far too old, or not due for long. The next round goes by the new time.
                _signal.Wake();
                return;
            }

            var expired = 0;
            foreach (var row in page)
            {
                if (RetrySchedule.IsExpired(row, now, _options) && _board.TryHold(row.Id, endpoint))
                {
                    _unwritten.Add(RetrySchedule.Expire(row, now));
                    _metrics.OnDead();
                    LogDead(row.Id, endpoint, row.LastError ?? "too old", row.Attempts);
                    expired++;
                    continue;
                }

                // Before it has a place on the board: when the store fails here, nothing is held.
                var secrets = await _secrets.OfAsync(row.Tenant, cancellationToken);
                if (_board.TryStart(row, endpoint, _clock.Steady, passed) == StartDecision.Started)
                {
                    _ = AttemptAsync(row, secrets);
                }
            }

            if (expired > 0)
            {
                await FlushAsync(cancellationToken);
            }

            if (page.Count < limit || (expired == 0 && passed.Count == passedBefore))
            {
                break;
            }
        }
    }

    private async Task AttemptAsync(CallbackRow row, IReadOnlyList<string> secrets)
    {
        var shifted = _shifted;
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
        _finished.Writer.TryWrite(new Finished(row, shifted, attempt));
        _signal.Wake();
    }

    // What is due and waits is woken by what it waits for: an attempt that ends, a write, a lane or a probe.
    private void SetAlarm(DateTimeOffset listedAt, DateTimeOffset steadyAt, IReadOnlyList<DueEndpoint> endpoints)
    {
        var (wall, steady) = (_clock.Wall, _clock.Steady);
        var wait = LongestSleep;
        foreach (var endpoint in endpoints)
        {
            if (endpoint.NextDueAt is { } due && _board.Breaker.Allows(endpoint.Endpoint, steady))
            {
                Shorten(due - wall);
            }
        }

        // Ages of what waits at an open breaker are looked at with its next probe. What this round came too early for may be there by now.
        if (_board.NextLaneOpens(steadyAt) is { } opens)
        {
            Shorten(opens - steady);
        }

        if (_board.Breaker.NextProbe(steadyAt) is { } probe)
        {
            Shorten(probe - steady);
        }

        _alarm.Change(wait, Timeout.InfiniteTimeSpan);

        // Became due since the round began, or the clock was set.
        if ((wait == TimeSpan.Zero && (wall > listedAt || steady > steadyAt)) || _clock.Jump(out _) != TimeSpan.Zero)
        {
            _signal.Wake();
        }

        void Shorten(TimeSpan to) => wait = to >= wait ? wait : to > TimeSpan.Zero ? to : TimeSpan.Zero;
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
            await FlushAsync(limit.Token);
        }
        catch (Exception e)
        {
            LogUnwritten(e, _unwritten.Count + _batch.Count);
        }
    }

    /// <param name="Row">What was attempted, as it was listed.</param>
    /// <param name="Shifted">How far clocks had been set by then.</param>
    /// <param name="Attempt">What it came to; null when this server cut it off.</param>
    private readonly record struct Finished(CallbackRow Row, TimeSpan Shifted, CallbackAttempt? Attempt);
}
