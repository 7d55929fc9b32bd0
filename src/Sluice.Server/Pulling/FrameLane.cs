using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Evidence;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Pulling;

/// <summary>
/// A stream's frames from the pull to their callbacks, one after the other in capture order. When judging is slower than the
/// source the newest frame wins: what is dropped is counted, never delayed without bound.
/// </summary>
internal sealed class FrameLane
{
    // A live server sends its cached GOP at once: 10 s of it at a frame a second fit.
    private const int QueueLength = 12;

    private readonly StreamLedger _ledger;
    private readonly IFrameJudge _judge;
    private readonly EvidenceKeeper _evidence;
    private readonly CallbackBodies _bodies;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly MediaQueue<QueuedFrame> _queue;
    private readonly StepCounter _detectStep;
    private readonly StepCounter _businessStep;

    public FrameLane(
        StreamLedger ledger, IFrameJudge judge, EvidenceKeeper evidence, CallbackBodies bodies, PullMetrics metrics, TimeProvider time)
    {
        (_ledger, _judge, _evidence, _bodies, _metrics, _time) = (ledger, judge, evidence, bodies, metrics, time);
        _detectStep = StepCounter.EveryNth(Settings.DetectStep);
        _businessStep = StepCounter.EveryNth(Settings.BusinessDetectStep);
        _queue = new MediaQueue<QueuedFrame>(QueueLength, OnDropped);
    }

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
        _queue.Add(new QueuedFrame(frame, before.NextFrame, _detectStep.Take()));
    }

    /// <summary>No more frames come: <see cref="RunAsync"/> ends when what is queued is done.</summary>
    public void Complete() => _queue.Complete();

    /// <summary>Judges and calls back until the lane is complete and empty, or <paramref name="giveUp"/>: then the rest is dropped and counted.</summary>
    public Task RunAsync(CancellationToken giveUp) => _queue.RunAsync(HandleAsync, giveUp);

    private async Task HandleAsync(QueuedFrame queued, CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var verdict = Verdict.Pass;
        if (queued.Moderate)
        {
            var businessTypes = _businessStep.Take() ? Settings.ImageBusinessTypes : [];
            var findings = await _judge.JudgeAsync(queued.Frame.Jpeg, Settings.ImageTypes, businessTypes, cancellationToken);
            verdict = Policy.Judge(findings, Settings.ImageTypes);
            _ledger.Advance(p => p with
            {
                FramesModerated = p.FramesModerated + 1,
                FramesRisky = p.FramesRisky + (verdict.Level == RiskLevel.Pass ? 0 : 1),
                Worst = verdict.Level > p.Worst ? verdict.Level : p.Worst,
            });
        }

        if (verdict.Level == RiskLevel.Pass && !Settings.ReturnAllImages)
        {
            return;
        }

        var imageUrl = await _evidence.KeepFrameAsync(_ledger.Row.Id, queued.Sequence, queued.Frame.Jpeg, cancellationToken);
        var times = new ProcessTimes(queued.Frame.CapturedAt, queued.Frame.CapturedAt, began, _time.GetUtcNow());
        var callback = _bodies.Frame(_ledger.Row, queued.Sequence, verdict, imageUrl, times, queued.Moderate);
        await _ledger.WriteAsync(callback, cancellationToken);
    }

    private void OnDropped()
    {
        _ledger.Advance(p => p with { FramesDropped = p.FramesDropped + 1 });
        _metrics.OnDropped("frame");
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private readonly record struct QueuedFrame(CapturedFrame Frame, long Sequence, bool Moderate) : IDisposable
    {
        public void Dispose() => Frame.Dispose();
    }
}
