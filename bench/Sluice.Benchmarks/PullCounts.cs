using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sluice.Benchmarks;

/// <summary>What the pulls of the server in this process count, and how long frames took from the wire.</summary>
internal sealed class PullCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Func<long, TimeSpan> _sinceWire;
    private List<TimeSpan> _lags = [];
    private long _switched;

    /// <param name="sinceWire">For a moment, how long before it a frame was last due on the wire of those that are sampled.</param>
    public PullCounts(Func<long, TimeSpan> sinceWire)
    {
        _sinceWire = sinceWire;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Sluice", Name: "pull_frame_lag_seconds" or "pull_switches" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => OnFrame());
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => OnSwitched(tags));
        _listener.Start();
    }

    /// <summary>Streams that were found to need their keyframes only.</summary>
    public long Switched => Interlocked.Read(ref _switched);

    /// <summary>From the wire to the queue, each frame since this was asked last.</summary>
    public List<TimeSpan> TakeLags()
    {
        lock (_lock)
        {
            var lags = _lags;
            _lags = [];
            return lags;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void OnFrame()
    {
        var lag = _sinceWire(Stopwatch.GetTimestamp());
        lock (_lock)
        {
            _lags.Add(lag);
        }
    }

    private void OnSwitched(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var done = false;
        var toKeyframes = false;
        foreach (var (name, value) in tags)
        {
            done |= name == "done" && value is true;
            toKeyframes |= name == "mode" && value is "Keyframes";
        }

        if (done)
        {
            Interlocked.Add(ref _switched, toKeyframes ? 1 : -1);
        }
    }
}
