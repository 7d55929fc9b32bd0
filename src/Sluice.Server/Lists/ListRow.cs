namespace Sluice.Server.Lists;

/// <summary>A tenant's list as it is stored, without its entries.</summary>
internal sealed record ListRow
{
    public required string Tenant { get; init; }

    /// <summary>Unique within the tenant.</summary>
    public required string Name { get; init; }

    public required ListSettings Settings { get; init; }

    /// <summary>How many it holds.</summary>
    public int Entries { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was made, or an entry came or went last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
