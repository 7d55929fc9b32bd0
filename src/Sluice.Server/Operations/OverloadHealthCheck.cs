using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sluice.Server.Admission;

namespace Sluice.Server.Operations;

/// <summary>
/// Tells that new streams are refused. The node stays ready all the same: closes, questions and what runs need it, and would be
/// lost with it if a load balancer took it away.
/// </summary>
internal sealed class OverloadHealthCheck(LoadWatch load) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(load.Overload is { } reason ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Healthy());
}
