namespace Sluice.Protocol;

/// <summary>A custom list without its entries. Times are UTC, ISO 8601.</summary>
public sealed record ListInfo
{
    /// <summary>Unique within the tenant.</summary>
    public required string Name { get; init; }

    /// <summary>words, hosts, images or faces.</summary>
    public required string Kind { get; init; }

    /// <summary>black or white.</summary>
    public required string Colour { get; init; }

    /// <summary>Of words: exact, fuzzy or whole.</summary>
    public string? Mode { get; init; }

    /// <summary>Of a black list: what a hit is, REVIEW or REJECT.</summary>
    public RiskLevel? Level { get; init; }

    /// <summary>Of a black list: what a hit is called.</summary>
    public string? RiskLabel1 { get; init; }

    /// <summary>The second level.</summary>
    public string? RiskLabel2 { get; init; }

    /// <summary>The third level.</summary>
    public string? RiskLabel3 { get; init; }

    /// <summary>Of a black list: only where one of these is asked for; null: wherever it is found.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>How many it holds.</summary>
    public required int Entries { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an entry came or went last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
