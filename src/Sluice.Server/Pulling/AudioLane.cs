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
    private readonly EvidenceKeeper _evidence;
    private readonly CallbackBodies _bodies;
    private readonly PullMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly AudioSegmenter _segmenter = new();
    private readonly MediaQueue<QueuedSegment> _queue;
    private readonly StepCounter _step;

    public AudioLane(StreamLedger ledger, EvidenceKeeper evidence, CallbackBodies bodies, PullMetrics metrics, TimeProvider time)
    {
        (_ledger, _evidence, _bodies, _metrics, _time) = (ledger, evidence, bodies, metrics, time);
        _step = StepCounter.OneThenSkip(Settings.AudioDetectStep);
        _queue = new MediaQueue<QueuedSegment>(QueueLength, OnDropped);
    }

    private StreamSettings Settings => _ledger.Row.Settings;

    /// <summary>Takes sound from the pull's reader. Never blocks.</summary>
    public void Add(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt)
    {
        var end = capturedAt + SoundFormat.Duration(pcm.Length);
        _ledger.Advance(p => p with
        {
            FirstCaptureAt = p.FirstCaptureAt ?? capturedAt,
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
        if (_step.Take())
        {
            _queue.Add(new QueuedSegment(segment, before.NextSegment));
        }
        else
        {
            segment.Dispose();
        }
    }

    private async Task HandleAsync(QueuedSegment queued, CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var silent = SoundLevel.IsSilent(queued.Segment.Pcm.Span);
        _ledger.Advance(p => p with { SegmentsModerated = p.SegmentsModerated + 1 });
        if (!Settings.ReturnAllText)
        {
            return;
        }

        var audioUrl = await _evidence.KeepAudioAsync(_ledger.Row.Id, queued.Sequence, queued.Segment.Pcm, cancellationToken);
        var times = new ProcessTimes(queued.Segment.Start, queued.Segment.End, began, _time.GetUtcNow());
        var callback = _bodies.Audio(_ledger.Row, queued.Sequence, Verdict.Pass, silent, audioUrl, times);
        await _ledger.WriteAsync(callback, cancellationToken);
    }

    private void OnDropped(DropCause cause)
    {
        _ledger.Advance(p => p with { SegmentsDropped = p.SegmentsDropped + 1 });
        _metrics.OnDropped("segment", cause);
    }

    private readonly record struct QueuedSegment(AudioSegment Segment, long Sequence) : IDisposable
    {
        public void Dispose() => Segment.Dispose();
    }
}
