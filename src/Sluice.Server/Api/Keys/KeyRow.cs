namespace Sluice.Server.Api.Keys;

/// <summary>An accessKey and the tenant that it belongs to.</summary>
internal sealed record KeyRow
{
    /// <summary>20 random characters. Never logged.</summary>
    public required string AccessKey { get; init; }

    public required TenantRow Tenant { get; init; }

    public required KeyPermissions Permissions { get; init; }

    public bool Enabled { get; init; } = true;

    public DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
