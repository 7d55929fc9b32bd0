using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>What findings of one kind mean to whoever asked for one risk type.</summary>
/// <param name="RiskType">As in imgType. Who did not ask for it never hears of it.</param>
/// <param name="Kind">Of the findings.</param>
/// <param name="Label">What they are called.</param>
/// <param name="Level">What they come to.</param>
/// <param name="Source">In what they are found.</param>
internal sealed record PolicyRule(string RiskType, string Kind, Label Label, RiskLevel Level, RiskSource Source)
{
    /// <summary>Of the findings; null: any.</summary>
    public string? Name { get; init; }

    /// <summary>What else must be true of them; null: nothing. Pure.</summary>
    public Func<Finding, bool>? When { get; init; }

    /// <summary>What they come to when all of them are doubtful.</summary>
    public RiskLevel DoubtfulLevel { get; init; } = Level;

    public bool Matches(Finding finding) => finding.Kind == Kind && (Name is null || finding.Name == Name) && When?.Invoke(finding) != false;
}
