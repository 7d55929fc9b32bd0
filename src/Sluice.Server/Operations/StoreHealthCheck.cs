using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sluice.Server.Storage;

namespace Sluice.Server.Operations;

/// <summary>Ready: the store can be written now, so that calls can be answered.</summary>
internal sealed class StoreHealthCheck(IStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreException exception)
        {
            return HealthCheckResult.Unhealthy("the store cannot be written", exception);
        }
    }
}
