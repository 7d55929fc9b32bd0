namespace Sluice.Server.Lists;

/// <summary>Where tenants' lists come from.</summary>
internal interface ITenantLists
{
    /// <summary>As they are in force now: never waits, and none while they are read for the first time.</summary>
    TenantLists Of(string tenant);

    /// <summary>Completes when they were read once, or could not be. At once in all but a tenant's first frames.</summary>
    Task ReadyAsync(string tenant, CancellationToken cancellationToken);
}
