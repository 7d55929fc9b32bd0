using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Pulling;

/// <summary>
/// The life of one stream on the node that owns it: pulls, and pulls again, until it is told to stop, the source ends or the
/// schedule is used up; then drains what was captured and writes the end.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without a timer hold nothing, and a stop may come after the end.")]
internal sealed partial class PullSession : IMediaSink
{
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(10);

    private readonly StreamLedger _ledger;
    private readonly IPuller _puller;
    private readonly FrameLane _frames;
    private readonly AudioLane? _audio;
    private readonly CallbackBodies _bodies;
    private readonly RetrySchedule _schedule;
    private readonly TimeSpan _drainFor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly WakeSignal _news = new();
    private ExceptionDispatchInfo? _fault;
    private bool _leaving;
    private bool _opened;
    private long _changes;

    public PullSession(
        StreamLedger ledger,
        IPuller puller,
        FrameLane frames,
        AudioLane? audio,
        CallbackBodies bodies,
        RetrySchedule schedule,
        TimeSpan drainFor,
        TimeProvider time,
        ILogger logger)
    {
        (_ledger, _puller, _frames, _audio, _bodies) = (ledger, puller, frames, audio, bodies);
        (_schedule, _drainFor, _time, _logger) = (schedule, drainFor, time, logger);
    }

    private StreamRow Row => _ledger.Row;

    /// <summary>The close was accepted: the pull stops now. Any state, any thread, any number of times.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>The node is going down: the pull stops, the stream stays what it is and is pulled again by whoever comes next.</summary>
    public void Leave()
    {
        // A close that is under way is finished here.
        if (!_stop.IsCancellationRequested)
        {
            _leaving = true;
            _stop.Cancel();
        }
    }

    /// <summary>Ends when the stream has ended, or this node has left it.</summary>
    public async Task RunAsync()
    {
        using var lost = _ledger.Lost.UnsafeRegister(static session => ((PullSession)session!).Stop(), this);
        using var checkpoints = new CancellationTokenSource();
        var lanes = Task.WhenAll(WatchAsync(_frames.RunAsync(_giveUp.Token)), WatchAsync(_audio?.RunAsync(_giveUp.Token) ?? Task.CompletedTask));
        var checkpointing = WatchAsync(CheckpointAsync(checkpoints.Token));
        var fault = true;
        try
        {
            await RunAsync(lanes, checkpointing, checkpoints);
            fault = false;
        }
        finally
        {
            if (fault)
            {
                await AbandonAsync(Task.WhenAll(lanes, checkpointing), checkpoints);
            }

            _audio?.Dispose();
        }
    }

    private async Task RunAsync(Task lanes, Task checkpointing, CancellationTokenSource checkpoints)
    {
        var (end, cause) = StreamTransitions.On(StreamEvent.TakenUp, Row).Pull == PullOrder.Begin
            ? await PullAsync()
            : (StreamEvent.Drained, PullCause.Stopped);
        _fault?.Throw();

        if (end == StreamEvent.Drained && !_leaving && !_ledger.Lost.IsCancellationRequested)
        {
            // The close itself has marked the row.
            _ledger.Note(Changed(StreamState.Closing));
            _news.Wake();
        }

        // What was captured is delivered, as far as the drain's time goes; what does not fit is counted.
        _frames.Complete();
        _audio?.Complete();
        using (var drain = new CancellationTokenSource(_drainFor, _time))
        using (drain.Token.UnsafeRegister(static giveUp => ((CancellationTokenSource)giveUp!).Cancel(), _giveUp))
        {
            await lanes;
        }

        await checkpoints.CancelAsync();
        await checkpointing;

        if (_ledger.Lost.IsCancellationRequested)
        {
            return;
        }

        if (_leaving)
        {
            await LeaveAsync();
            return;
        }

        int? errorCode = end == StreamEvent.PullFailed ? (int)cause : null;
        _ledger.Note(Changed(StreamState.Ended, errorCode));
        if (await _ledger.EndAsync(end, errorCode, _bodies.Ends(Row, _ledger.Progress, errorCode), CancellationToken.None))
        {
            LogEnded(Row.Id, end, _ledger.Progress.FramesCaptured, _ledger.Progress.SegmentsCaptured);
        }
    }

    public void OnOpened(bool hasVideo, bool hasAudio) => LogOpened(Row.Id, hasVideo, hasAudio);

    public void OnFrame(CapturedFrame frame)
    {
        OnMedia();
        _frames.Add(frame);
    }

    public void OnSound(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt)
    {
        OnMedia();
        _audio?.Add(pcm, capturedAt);
    }

    public void OnBytes(long count) => _ledger.Advance(p => p with { Bytes = p.Bytes + count });

    private async Task<(StreamEvent End, PullCause Cause)> PullAsync()
    {
        var request = new PullRequest(Row.Id, Row.Settings.Url, Row.Settings.FrameInterval, Row.Settings.WantsAudio);
        var began = _time.GetTimestamp();
        while (true)
        {
            _opened = false;
            _ledger.Advance(p => p with { PullAttempts = p.PullAttempts + 1 });
            Note(StreamEvent.Opening);
            _schedule.OnOpening(_time.GetElapsedTime(began));
            var end = await _puller.PullAsync(request, this, _stop.Token);
            if (_stop.IsCancellationRequested || end.Cause == PullCause.Stopped)
            {
                return (StreamEvent.Drained, end.Cause);
            }

            if (end.Cause == PullCause.SourceEnded)
            {
                LogSourceEnded(Row.Id, end.Detail);
                return (StreamEvent.SourceEnded, end.Cause);
            }

            LogAttemptEnded(Row.Id, end.Cause, end.Detail);

            if (end.HadFrames)
            {
                _schedule.OnFrames();
            }

            if (end.IsFinal || _schedule.OnFailed(_time.GetElapsedTime(began)) is not { } pause)
            {
                return (StreamEvent.PullFailed, end.Cause == PullCause.Broken ? PullCause.CannotOpen : end.Cause);
            }

            Note(StreamEvent.AttemptFailed, end.Cause == PullCause.Broken ? 0 : (int)end.Cause);
            try
            {
                await Task.Delay(pause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return (StreamEvent.Drained, PullCause.Stopped);
            }
        }
    }

    // Media that nobody judges, and news that nobody writes, is not to be pulled: a fault beside the pull ends it.
    private async Task WatchAsync(Task beside)
    {
        try
        {
            await beside;
        }
        catch (Exception exception)
        {
            _fault ??= ExceptionDispatchInfo.Capture(exception);
            await _stop.CancelAsync();
            throw;
        }
    }

    // A fault leaves nothing running that would judge or write beside the next session. What is known is still written.
    private async Task AbandonAsync(Task running, CancellationTokenSource checkpoints)
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        await checkpoints.CancelAsync();
        _frames.Complete();
        _audio?.Complete();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnMedia()
    {
        if (!_opened)
        {
            _opened = true;
            Note(StreamEvent.MediaArrived, errorCode: 0);
        }
    }

    private void Note(StreamEvent happened, int? errorCode = null)
    {
        var state = StreamTransitions.On(happened, _ledger.State, EndReason.None).To;
        _ledger.Note(state, errorCode, Changed(state, errorCode));
        _news.Wake();
    }

    // Changes come from the session's loop and from the puller's reader, never at once.
    private CallbackRow? Changed(StreamState state, int? errorCode = null) =>
        _bodies.State(Row, state, errorCode is 0 ? null : errorCode, _changes++);

    // Writes changes of state when they come, and progress at least every 10 s.
    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _news.WaitAsync(CheckpointEvery, _time, cancellationToken);
                await _ledger.CheckpointAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stream is over.
        }
    }

    private async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(_drainFor, _time);
        try
        {
            await _ledger.CheckpointAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogLeftUnwritten(Row.Id);
        }
    }
}
