using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;

namespace Sluice.Cli.Keys;

/// <summary>A key that is to be made; a limit that is null stays as the tenant has it, or takes the default when it is new.</summary>
internal sealed record KeyCreation(string Tenant, string AppId, LimitChange Limits, KeyPermissions Permissions)
{
    public const int DefaultMaxQps = 100;
    public const int DefaultMaxStreams = 100;

    /// <summary>Adds the key, and the tenant when it is new. Returns what is stored.</summary>
    public async Task<KeyRow> CreateAsync(ITenantStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var existing = (await store.ListKeysAsync(cancellationToken)).FirstOrDefault(k => k.Tenant.Name == Tenant)?.Tenant;
        return await store.CreateKeyAsync(
            new KeyRow
            {
                AccessKey = KeyGenerator.AccessKey(),
                Permissions = Permissions,
                CreatedAt = now,
                Tenant = new TenantRow
                {
                    Name = Tenant,
                    Applications = [AppId],
                    MaxQps = Limits.MaxQps ?? existing?.MaxQps ?? DefaultMaxQps,
                    MaxStreams = Limits.MaxStreams ?? existing?.MaxStreams ?? DefaultMaxStreams,
                    FloodLimit = Limits.FloodLimit ?? existing?.FloodLimit ?? 0,
                    SimilarityDedup = Limits.SimilarityDedup ?? existing?.SimilarityDedup ?? false,
                    Language = existing?.Language ?? MessageLanguage.English,
                    SecretKey = KeyGenerator.SecretKey(),
                    CallbackSecrets = [KeyGenerator.CallbackSecret()],
                },
            },
            cancellationToken);
    }
}
