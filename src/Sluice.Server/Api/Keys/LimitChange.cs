namespace Sluice.Server.Api.Keys;

/// <summary>What is to change of a tenant's limits; null leaves one as it is.</summary>
internal sealed record LimitChange
{
    /// <summary>Calls a second.</summary>
    public int? MaxQps { get; init; }

    /// <summary>Concurrent streams.</summary>
    public int? MaxStreams { get; init; }

    /// <summary><see cref="TenantRow.FloodLimit"/>.</summary>
    public int? FloodLimit { get; init; }

    /// <summary><see cref="TenantRow.SimilarityDedup"/>.</summary>
    public bool? SimilarityDedup { get; init; }
}
