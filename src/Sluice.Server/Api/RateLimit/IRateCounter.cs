namespace Sluice.Server.Api.RateLimit;

/// <summary>Counts a tenant's calls. In a cluster the count is the cluster's.</summary>
internal interface IRateCounter
{
    /// <summary>True when the call is within the tenant's rate; then it counts.</summary>
    ValueTask<bool> PassAsync(string tenant, int maxQps, CancellationToken cancellationToken);
}
