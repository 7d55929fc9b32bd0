using Sluice.Protocol;
using Sluice.Server.Matching;

namespace Sluice.Server.Lists;

/// <summary>What a list is, apart from its entries. It never changes.</summary>
internal sealed record ListSettings
{
    public required ListKind Kind { get; init; }

    public required ListColour Colour { get; init; }

    /// <summary>Of words: how they are looked for.</summary>
    public WordMode Mode { get; init; }

    /// <summary>Of a black list: what a hit is, REVIEW or REJECT.</summary>
    public RiskLevel Level { get; init; } = RiskLevel.Reject;

    /// <summary>Of a black list: riskLabel1 to riskLabel3 of a hit. Null: those of its kind.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Of a black list: only where one of these is asked for, as in imgType and audioType. Empty: wherever it is found.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
