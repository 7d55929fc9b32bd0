using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Sluice.Protocol;

namespace Sluice.Server.Api;

/// <summary>How calls went.</summary>
internal sealed class ApiMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _seconds = meters.Create("Sluice").CreateHistogram<double>(
        "api_call_seconds", "s", "Time from the call's arrival to its answer, by path and code.");

    public void OnCall(PathString path, ResponseCode code, TimeSpan elapsed) =>
        _seconds.Record(elapsed.TotalSeconds, new("path", path.Value), new("code", (int)code));
}
