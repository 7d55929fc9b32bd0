using System.Diagnostics.Metrics;
using Sluice.Protocol;

namespace Sluice.Server.Api;

/// <summary>How calls went.</summary>
internal sealed class ApiMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _seconds = meters.Create("Sluice").CreateHistogram<double>(
        "api_call_seconds", "s", "Time from the call's arrival to its answer, by path and code.");

    /// <param name="path">The endpoint's own path: what a caller writes would make series without end.</param>
    /// <param name="code">The answer's.</param>
    /// <param name="elapsed">From the call's arrival to its answer.</param>
    public void OnCall(string path, ResponseCode code, TimeSpan elapsed) =>
        _seconds.Record(elapsed.TotalSeconds, new("path", path), new("code", (int)code));
}
