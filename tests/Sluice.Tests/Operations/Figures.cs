using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sluice.Tests.Operations;

/// <summary>What is counted with the meters of one factory. What the process shows holds those of other tests too, which have the same names.</summary>
internal sealed class Figures : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = [];

    public Figures(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]);
            _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    /// <summary>The sum of a metric, named with its tags' values: <c>sound_heard True network</c>.</summary>
    public long Of(string name) => _sums.GetValueOrDefault(name);

    public void Dispose() => _listener.Dispose();
}
