using System.Collections.Concurrent;

namespace Sluice.Server.Api.RateLimit;

/// <summary>Counts on this machine alone.</summary>
internal sealed class LocalRateCounter(TimeProvider time) : IRateCounter
{
    private readonly ConcurrentDictionary<string, RateWindow> _windows = new(StringComparer.Ordinal);

    public ValueTask<bool> PassAsync(string tenant, int maxQps, CancellationToken cancellationToken)
    {
        var window = _windows.GetOrAdd(tenant, _ => new RateWindow(time));
        lock (window)
        {
            return ValueTask.FromResult(window.Pass(maxQps));
        }
    }
}
