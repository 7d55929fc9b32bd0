using System.Diagnostics.Metrics;

namespace Sluice.Server.Streams;

/// <summary>The streams of this node, in numbers.</summary>
internal sealed class StreamMetrics
{
    private readonly UpDownCounter<int> _sessions;
    private readonly Counter<long> _faults;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        _sessions = meter.CreateUpDownCounter<int>("streams", description: "Streams that this node pulls, retries or drains now");
        _faults = meter.CreateCounter<long>("stream_faults", description: "Sessions that met a fault of the server itself");
    }

    public void OnBegun() => _sessions.Add(1);

    public void OnLeft() => _sessions.Add(-1);

    public void OnFault() => _faults.Add(1);
}
