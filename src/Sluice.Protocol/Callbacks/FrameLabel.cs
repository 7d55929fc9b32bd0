namespace Sluice.Protocol;

/// <summary>One label that a frame hits.</summary>
public sealed record FrameLabel : RiskLabel
{
    /// <summary>What this label rests on.</summary>
    public FrameRiskDetail? RiskDetail { get; init; }
}
