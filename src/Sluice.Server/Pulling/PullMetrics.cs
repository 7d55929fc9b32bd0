using System.Diagnostics.Metrics;
using Sluice.Server.Pulling.Sampling;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling;

/// <summary>What pulls do, in numbers.</summary>
internal sealed class PullMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _switches;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _gateBytes;
    private readonly Counter<long> _gateRefusals;
    private readonly Counter<long> _segments;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _unspoken;
    private readonly Histogram<double> _segmentLag;
    private readonly Histogram<double> _start;
    private readonly Histogram<double> _firstFrame;
    private readonly Histogram<double> _frameLag;
    private readonly Histogram<double> _stop;
    private volatile StartPlaces? _starts;
    private int _children;

    public PullMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        meter.CreateObservableUpDownCounter("pull_children", () => Volatile.Read(ref _children), description: "ffmpeg children that run now");
        _attempts = meter.CreateCounter<long>("pull_attempts", description: "Attempts to pull that ended, by cause");
        _switches = meter.CreateCounter<long>("pull_switches", description: "Changes of what is decoded, by mode; failed ones too");
        _frames = meter.CreateCounter<long>("pull_frames", description: "Frames captured");
        _bytes = meter.CreateCounter<long>("pull_bytes", "By", "Media that came out of the children");
        _gateBytes = meter.CreateCounter<long>("gate_bytes", "By", "What sources sent through the gate");
        _gateRefusals = meter.CreateCounter<long>("gate_refusals", description: "Connections of pulls that the policy refused");
        _segments = meter.CreateCounter<long>("audio_segments", description: "Audio segments cut");
        _dropped = meter.CreateCounter<long>("media_dropped", description: "Frames and segments that were not judged for want of time, by kind and cause");
        _unspoken = meter.CreateCounter<long>("segment_words_missed", description: "Audio segments whose words were wanted, understood, and not waited for any longer");
        _segmentLag = meter.CreateHistogram<double>("pull_segment_lag_seconds", "s", "From the end of an audio segment until it is judged");
        _start = meter.CreateHistogram<double>("pull_start_seconds", "s", "From spawning a child until it runs");
        meter.CreateObservableGauge("pull_start_places", () => _starts?.Places ?? 0, description: "Children that may start at once, as the machine's load lets them");
        meter.CreateObservableGauge("pull_starts_waiting", () => _starts?.Waiting ?? 0, description: "Children that wait for one of these places");
        _firstFrame = meter.CreateHistogram<double>("pull_first_frame_seconds", "s", "From the start of a child to its first frame");
        _frameLag = meter.CreateHistogram<double>("pull_frame_lag_seconds", "s", "From a frame's capture until it is queued to be judged");
        _stop = meter.CreateHistogram<double>("pull_stop_seconds", "s", "From being told to stop until nothing of the pull is left");
    }

    /// <summary>Whose places are shown.</summary>
    public void Follow(StartPlaces starts) => _starts = starts;

    public void OnStarted(TimeSpan after) => _start.Record(after.TotalSeconds);

    public void OnChildStarted() => Interlocked.Increment(ref _children);

    public void OnChildEnded() => Interlocked.Decrement(ref _children);

    public void OnAttemptEnded(PullCause cause) => _attempts.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString()));

    public void OnSwitched(SamplingMode mode, bool done) => _switches.Add(
        1, new KeyValuePair<string, object?>("mode", mode.ToString()), new KeyValuePair<string, object?>("done", done));

    public void OnFrame(TimeSpan lag)
    {
        _frames.Add(1);
        _frameLag.Record(lag.TotalSeconds);
    }

    public void OnSegment() => _segments.Add(1);

    public void OnSegmentJudged(TimeSpan after) => _segmentLag.Record(after.TotalSeconds);

    public void OnWordsMissed() => _unspoken.Add(1);

    public void OnDropped(string kind, DropCause cause) => _dropped.Add(
        1,
        new KeyValuePair<string, object?>("kind", kind),
        new KeyValuePair<string, object?>("cause", cause switch
        {
            DropCause.Full => "full",
            DropCause.Late => "late",
            DropCause.Over => "over",
            _ => throw new ArgumentOutOfRangeException(nameof(cause)),
        }));

    public void OnBytes(int count) => _bytes.Add(count);

    public void OnGateBytes(int count) => _gateBytes.Add(count);

    public void OnGateRefused() => _gateRefusals.Add(1);

    public void OnFirstFrame(TimeSpan after) => _firstFrame.Record(after.TotalSeconds);

    public void OnStopped(TimeSpan after) => _stop.Record(after.TotalSeconds);
}
