namespace Sluice.Protocol;

/// <summary>One label that an audio segment hits.</summary>
public sealed record AudioLabel : RiskLabel
{
    /// <summary>What this label rests on.</summary>
    public AudioRiskDetail? RiskDetail { get; init; }
}
