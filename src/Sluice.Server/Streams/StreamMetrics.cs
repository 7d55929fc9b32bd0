using System.Diagnostics.Metrics;

namespace Sluice.Server.Streams;

/// <summary>The streams of this node, in numbers.</summary>
internal sealed class StreamMetrics
{
    private readonly Counter<long> _faults;
    private int _sessions;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        meter.CreateObservableUpDownCounter("streams", () => Volatile.Read(ref _sessions), description: "Streams that this node pulls, retries or drains now");
        _faults = meter.CreateCounter<long>("stream_faults", description: "Sessions that met a fault of the server itself");
    }

    public void OnBegun() => Interlocked.Increment(ref _sessions);

    public void OnLeft() => Interlocked.Decrement(ref _sessions);

    public void OnFault() => _faults.Add(1);
}
