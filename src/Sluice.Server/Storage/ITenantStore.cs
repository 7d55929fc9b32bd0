using Sluice.Server.Api.Keys;

namespace Sluice.Server.Storage;

/// <summary>Tenants and their keys (protocol §1).</summary>
internal interface ITenantStore
{
    /// <summary>The key with its tenant, as it is now (another process may have changed it), or null.</summary>
    ValueTask<KeyRow?> FindKeyAsync(string accessKey, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the key. The tenant is made when it is new; when it exists the key's <see cref="TenantRow"/> gives only new
    /// limits and an application to add, its secrets stay. Returns what is stored.
    /// </summary>
    Task<KeyRow> CreateKeyAsync(KeyRow key, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<KeyRow>> ListKeysAsync(CancellationToken cancellationToken);

    /// <summary>False when there is no such key.</summary>
    Task<bool> DisableKeyAsync(string accessKey, CancellationToken cancellationToken);

    /// <summary>False when there is no such tenant. Calls see new limits at once, streams those of the time of their submission.</summary>
    Task<bool> ChangeLimitsAsync(string tenant, LimitChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Puts <paramref name="secret"/> before the tenant's callback secret, so that both sign. A tenant that has two already
    /// keeps them as they are. Returns what is stored, the newest first; null when there is no such tenant.
    /// </summary>
    Task<IReadOnlyList<string>?> RotateCallbackSecretAsync(string tenant, string secret, CancellationToken cancellationToken);

    /// <summary>Drops all but the tenant's newest callback secret. Returns what is stored; null when there is no such tenant.</summary>
    Task<IReadOnlyList<string>?> FinishSecretRotationAsync(string tenant, CancellationToken cancellationToken);
}
