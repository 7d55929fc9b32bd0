namespace Sluice.Server.Lists;

/// <summary>Where no tenant is known.</summary>
internal sealed class NoLists : ITenantLists
{
    public TenantLists Of(string tenant) => TenantLists.None;

    public Task ReadyAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;
}
