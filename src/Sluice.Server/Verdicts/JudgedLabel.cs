using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>A label that a frame or sound was given, and why.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Probability">0 to 1: that of the surest finding.</param>
/// <param name="Source">In what it was found.</param>
/// <param name="Findings">What was seen, the surest first; at least one.</param>
internal sealed record JudgedLabel(
    Label Label,
    RiskLevel Level,
    double Probability,
    RiskSource Source,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>A list of the tenant's says so.</summary>
    public bool IsListHit { get; init; }

    /// <summary>Of <see cref="Findings"/>: what is on lists that say so.</summary>
    public IReadOnlyList<ListedFinding> Listed { get; init; } = [];
}
