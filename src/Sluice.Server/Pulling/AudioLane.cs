using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Evidence;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Pulling;

/// <summary>A stream's sound from the pull to its callbacks, 10 s at a time in capture order. Newest wins, as with frames.</summary>
internal sealed class AudioLane : IDisposable
{
    private const int QueueLength = 3;

    private readonly StreamLedger _ledger;
    private readonly SegmentJudge _judge;
    private readonly EvidenceKeeper _evidence;
    private readonly CallbackBodies _bodies;
    private readonly PullMetrics _metrics;
    private readonly CallbackMetrics _callbackMetrics;
    private readonly TimeProvider _time;
    private readonly FloodControl _floods;
    private readonly PreviousSegment _previous;
    private readonly AudioSegmenter _segmenter = new();
    private readonly MediaQueue<QueuedSegment> _queue;
    private readonly StepCounter _step;

    public AudioLane(
        StreamLedger ledger,
        SegmentJudge judge,
        EvidenceKeeper evidence,
        CallbackBodies bodies,
        PullMetrics metrics,
        CallbackMetrics callbackMetrics,
        TimeProvider time)
    {
        (_ledger, _judge, _evidence, _bodies) = (ledger, judge, evidence, bodies);
        (_metrics, _callbackMetrics, _time) = (metrics, callbackMetrics, time);
        _step = StepCounter.OneThenSkip(Settings.AudioDetectStep);
        _floods = new FloodControl(Settings.FloodLimit, time);
        _previous = new PreviousSegment(Settings.ReturnPreText, Settings.ReturnPreAudio);
        _queue = new MediaQueue<QueuedSegment>(QueueLength, OnDropped);
        _ledger.Advance(p => p with { WantsSound = true });
    }

    private StreamSettings Settings => _ledger.Row.Settings;

    /// <summary>Takes sound from the pull's reader. Never blocks.</summary>
    public void Add(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt)
    {
        var end = capturedAt + SoundFormat.Duration(pcm.Length);
        _ledger.Advance(p => p with
        {
            FirstCaptureAt = p.FirstCaptureAt ?? capturedAt,
            FirstSoundAt = p.FirstSoundAt ?? capturedAt,
            LastCaptureAt = p.LastCaptureAt > end ? p.LastCaptureAt : end,
        });
        _segmenter.Add(pcm, capturedAt, Enqueue);
    }

    /// <summary>No more sound comes; what is unfinished counts when it is at least 1 s long.</summary>
    public void Complete()
    {
        if (_segmenter.Flush() is { } unfinished)
        {
            Enqueue(unfinished);
        }

        _queue.Complete();
    }

    /// <summary>Judges and calls back until the lane is complete and empty, or <paramref name="giveUp"/>: then the rest is dropped and counted.</summary>
    public Task RunAsync(CancellationToken giveUp) => _queue.RunAsync(HandleAsync, giveUp);

    public void Dispose() => _segmenter.Dispose();

    private void Enqueue(AudioSegment segment)
    {
        var before = _ledger.Advance(p => p with { SegmentsCaptured = p.SegmentsCaptured + 1, NextSegment = p.NextSegment + 1 });
        _metrics.OnSegment();
        var isModerated = _step.Take();
        if (isModerated || Settings.ReturnPreAudio)
        {
            _queue.Add(new QueuedSegment(segment, before.NextSegment, isModerated));
        }
        else
        {
            segment.Dispose();
        }
    }

    private async Task HandleAsync(QueuedSegment queued, CancellationToken cancellationToken)
    {
        var text = "";
        if (queued.IsModerated)
        {
            var began = _time.GetUtcNow();
            var (verdict, heard) = await _judge.JudgeAsync(queued.Segment, cancellationToken);
            _ledger.Advance(p => p with
            {
                SegmentsModerated = p.SegmentsModerated + 1,
                SegmentsRisky = p.SegmentsRisky + (verdict.Level == RiskLevel.Pass ? 0 : 1),
                Worst = verdict.Level > p.Worst ? verdict.Level : p.Worst,
            });
            _metrics.OnSegmentJudged(_time.GetUtcNow() - queued.Segment.End);
            await CallBackAsync(queued, verdict, heard, began, cancellationToken);
            text = heard.Text;
        }

        _previous.Set(queued.Sequence, text, queued.Segment.Sound);
    }

    private async Task CallBackAsync(
        QueuedSegment queued, Verdict verdict, HeardSegment heard, DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (verdict.Level == RiskLevel.Pass && !Settings.ReturnAllText)
        {
            return;
        }

        if (!_floods.TryPass(verdict))
        {
            _ledger.Advance(p => p with { SegmentsSuppressed = p.SegmentsSuppressed + 1 });
            _callbackMetrics.OnSuppressed(Suppression.Flood);
            return;
        }

        heard = heard with { AudioUrl = await _evidence.KeepAudioAsync(_ledger.Row.Id, queued.Sequence, queued.Segment.Sound, cancellationToken) };
        if (verdict.Level == RiskLevel.Reject)
        {
            heard = heard with
            {
                PreviousText = _previous.TextBefore(queued.Sequence),
                PreAudioUrl = await PreAudioAsync(queued, heard.AudioUrl, cancellationToken),
            };
        }

        var times = new ProcessTimes(queued.Segment.Start, queued.Segment.End, began, _time.GetUtcNow());
        await _ledger.WriteAsync(_bodies.Audio(_ledger.Row, queued.Sequence, verdict, heard, times), cancellationToken);
    }

    private async Task<string?> PreAudioAsync(QueuedSegment queued, string? audioUrl, CancellationToken cancellationToken) =>
        _previous.SoundBefore(queued.Sequence) switch
        {
            null => null,

            // Nothing was before it: it stands for itself.
            { Length: 0 } => audioUrl,
            { } previous => await _evidence.KeepAudioAsync(_ledger.Row.Id, queued.Sequence, previous, queued.Segment.Sound, cancellationToken),
        };

    private void OnDropped(QueuedSegment queued, DropCause cause)
    {
        if (queued.IsModerated)
        {
            _ledger.Advance(p => p with { SegmentsDropped = p.SegmentsDropped + 1 });
            _metrics.OnDropped("segment", cause);
        }
    }

    private readonly record struct QueuedSegment(AudioSegment Segment, long Sequence, bool IsModerated) : IDisposable
    {
        public void Dispose() => Segment.Dispose();
    }
}
