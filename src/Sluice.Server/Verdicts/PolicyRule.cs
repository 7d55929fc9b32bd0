using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>What some findings mean to whoever asked for one of some risk types. Pure.</summary>
/// <param name="Types">As in imgType and audioType. Who asked for none of them never hears of it.</param>
/// <param name="Match">Of which findings.</param>
/// <param name="Label">What they are called.</param>
internal sealed record PolicyRule(IReadOnlyList<string> Types, FindingMatch Match, Label Label)
{
    /// <summary>REVIEW from here on; null: never.</summary>
    public Threshold? Review { get; init; }

    /// <summary>REJECT from here on; null: never.</summary>
    public Threshold? Reject { get; init; }

    /// <summary>Only of frames, or only of sound; null: of both.</summary>
    public ContentType? Media { get; init; }

    /// <summary>In what it is said to be found; null: in the text for what texts say, else in the picture or the sound.</summary>
    public RiskSource? Source { get; init; }

    public RiskLevel LevelOf(Finding finding) =>
        Reject?.IsReached(finding) == true ? RiskLevel.Reject
        : Review?.IsReached(finding) == true ? RiskLevel.Review
        : RiskLevel.Pass;

    public RiskSource SourceOf(Finding finding, ContentType media) =>
        Source ?? NaturalSourceOf(finding, media);

    /// <summary>Where nobody says otherwise.</summary>
    public static RiskSource NaturalSourceOf(Finding finding, ContentType media) =>
        FindingKinds.IsOfTexts(finding.Kind) ? RiskSource.Text : media == ContentType.Audio ? RiskSource.Audio : RiskSource.Image;
}
