using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Unchanged;
using Sluice.Server.Evidence;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Pulling;

/// <summary>
/// A stream's frames from the pull to their callbacks, one after the other in capture order. When judging is slower than the
/// source the newest frame wins: what waited too long, or finds no place, is dropped and counted.
/// </summary>
internal sealed class FrameLane
{
    // A live server sends its cached GOP at once: 10 s of it at a frame a second fit.
    private const int QueueLength = 12;

    private readonly StreamLedger _ledger;
    private readonly IFrameJudge _judge;
    private readonly StreamPolicy _policy;
    private readonly FrameMeaning _meaning;
    private readonly EvidenceKeeper _evidence;
    private readonly CallbackBodies _bodies;
    private readonly PullMetrics _metrics;
    private readonly WaitingFrames _waiting;
    private readonly TimeSpan _maxWait;
    private readonly TimeProvider _time;
    private readonly MediaQueue<QueuedFrame> _queue;
    private readonly StepCounter _detectStep;
    private readonly StepCounter _businessStep;
    private readonly FrameSuppression _suppression;
    private readonly FrameMemory _memory;
    private readonly CallbackMetrics _callbackMetrics;

    public FrameLane(
        StreamLedger ledger,
        IFrameJudge judge,
        StreamPolicy policy,
        FrameMeaning meaning,
        EvidenceKeeper evidence,
        CallbackBodies bodies,
        PullMetrics metrics,
        CallbackMetrics callbackMetrics,
        WaitingFrames waiting,
        TimeSpan maxWait,
        TimeProvider time)
    {
        (_ledger, _judge, _policy, _meaning, _evidence, _bodies) = (ledger, judge, policy, meaning, evidence, bodies);
        (_metrics, _callbackMetrics, _waiting, _time) = (metrics, callbackMetrics, waiting, time);
        _suppression = new FrameSuppression(Settings.FloodLimit, Settings.SimilarityDedup, time);

        _memory = new FrameMemory(time);

        // With a long interval the newest frame may be old, and still be the newest.
        var interval = TimeSpan.FromSeconds(Settings.FrameInterval);
        _maxWait = maxWait > interval ? maxWait : interval;
        _detectStep = StepCounter.EveryNth(Settings.DetectStep);
        _businessStep = StepCounter.EveryNth(Settings.BusinessDetectStep);
        _queue = new MediaQueue<QueuedFrame>(QueueLength, (_, cause) => OnDropped(cause));
    }

    /// <summary>How long the frame that is next has waited; zero when none waits.</summary>
    public TimeSpan OldestWait => _queue.Next is { Frame: not null } next ? _time.GetElapsedTime(next.WaitingSince) : TimeSpan.Zero;

    private StreamSettings Settings => _ledger.Row.Settings;

    /// <summary>Takes a frame from the pull's reader. Never blocks.</summary>
    public void Add(CapturedFrame frame)
    {
        var at = frame.CapturedAt;
        var before = _ledger.Advance(p => p with
        {
            FirstCaptureAt = p.FirstCaptureAt ?? at,
            LastCaptureAt = Later(p.LastCaptureAt, at),
            FirstFrameAt = p.FirstFrameAt ?? at,
            LastFrameAt = at,
            FramesCaptured = p.FramesCaptured + 1,
            NextFrame = p.NextFrame + 1,
        });
        _queue.Add(new QueuedFrame(frame, before.NextFrame, _detectStep.Take(), _time.GetTimestamp()));
    }

    /// <summary>No more frames come: <see cref="RunAsync"/> ends when what is queued is done.</summary>
    public void Complete() => _queue.Complete();

    /// <summary>Judges and calls back until the lane is complete and empty, or <paramref name="giveUp"/>: then the rest is dropped and counted.</summary>
    public async Task RunAsync(CancellationToken giveUp)
    {
        using var entry = _waiting.Enter(this);
        await _queue.RunAsync(HandleAsync, giveUp);
    }

    private async Task HandleAsync(QueuedFrame first, CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var turn = new Turn(this, first);
        try
        {
            var verdict = Verdict.Pass;
            ulong? look = null;
            if (first.Moderate)
            {
                var businessTypes = _businessStep.Take() ? Settings.ImageBusinessTypes : [];
                var wants = new FrameWants(Settings.ImageTypes, businessTypes)
                {
                    CompareBase = Settings.CompareBase,
                    Language = Settings.ContentLanguage,
                    Memory = _memory,
                };
                if (await _judge.JudgeAsync(turn.Come, wants, cancellationToken) is not { } judged)
                {
                    OnDropped(DropCause.Late);
                    return;
                }

                await _meaning.ReadyAsync(_ledger.Row.Tenant, cancellationToken);
                (verdict, look) = (_meaning.Judge(_policy.Now, _ledger.Row.Tenant, wants, judged), judged.Look);
                _ledger.Advance(p => p with
                {
                    FramesModerated = p.FramesModerated + 1,
                    FramesRisky = p.FramesRisky + (verdict.Level == RiskLevel.Pass ? 0 : 1),
                    Worst = verdict.Level > p.Worst ? verdict.Level : p.Worst,
                });
            }

            await CallBackAsync(turn.Frame, verdict, look, began, cancellationToken);
        }
        finally
        {
            // The first one is disposed by the queue as well, which does no harm.
            turn.Frame.Dispose();
        }
    }

    private async Task CallBackAsync(
        QueuedFrame queued, Verdict verdict, ulong? look, DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (verdict.Level == RiskLevel.Pass && !Settings.ReturnAllImages)
        {
            return;
        }

        if (_suppression.Judge(verdict, look, out var afterSimilar) is not Suppression.None and var reason)
        {
            _ledger.Advance(p => p with { FramesSuppressed = p.FramesSuppressed + 1 });
            _callbackMetrics.OnSuppressed(reason);
            return;
        }

        var imageUrl = await _evidence.KeepFrameAsync(_ledger.Row.Id, queued.Sequence, queued.Frame.Jpeg, cancellationToken);
        var times = new ProcessTimes(queued.Frame.CapturedAt, queued.Frame.CapturedAt, began, _time.GetUtcNow());
        var callback = _bodies.Frame(_ledger.Row, queued.Sequence, verdict, imageUrl, times, queued.Moderate, afterSimilar);
        await _ledger.WriteAsync(callback, cancellationToken);
    }

    private bool IsLate(QueuedFrame queued) => _time.GetElapsedTime(queued.WaitingSince) > _maxWait;

    private void OnDropped(DropCause cause)
    {
        _ledger.Advance(p => p with { FramesDropped = p.FramesDropped + 1 });
        _metrics.OnDropped("frame", cause);
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private readonly record struct QueuedFrame(CapturedFrame Frame, long Sequence, bool Moderate, long WaitingSince) : IDisposable
    {
        public void Dispose() => Frame.Dispose();
    }

    /// <summary>
    /// A stream's turn to be judged. It is the stream's, not the frame's: where turns come late the newest frame takes it, so that no
    /// stream loses its turn to one with more frames.
    /// </summary>
    private sealed class Turn(FrameLane lane, QueuedFrame first)
    {
        public QueuedFrame Frame { get; private set; } = first;

        /// <summary>The frame that is judged; null when all that wait are too old.</summary>
        public ReadOnlyMemory<byte>? Come()
        {
            if (!lane.IsLate(Frame))
            {
                return Frame.Frame.Jpeg;
            }

            while (lane._queue.TryTake(out var newer))
            {
                lane.OnDropped(DropCause.Late);
                if (newer.Moderate)
                {
                    Frame.Dispose();
                    Frame = newer;
                }
                else
                {
                    newer.Dispose();
                }
            }

            return lane.IsLate(Frame) ? null : Frame.Frame.Jpeg;
        }
    }
}
