namespace Sluice.Protocol;

/// <summary>What one frame shows.</summary>
public sealed record FrameDetail
{
    /// <summary>The frame as JPEG, at a signed, expiring address.</summary>
    public string? ImgUrl { get; init; }

    /// <summary>The advice.</summary>
    public required RiskLevel RiskLevel { get; init; }

    /// <summary><c>normal</c> on PASS.</summary>
    public required string RiskLabel1 { get; init; }

    /// <summary>Empty on PASS.</summary>
    public required string RiskLabel2 { get; init; }

    /// <summary>Empty on PASS.</summary>
    public required string RiskLabel3 { get; init; }

    /// <summary>The labels in words.</summary>
    public required string RiskDescription { get; init; }

    /// <summary>What the advice rests on.</summary>
    public required FrameRiskDetail RiskDetail { get; init; }

    /// <summary>Every label that was hit, the worst first.</summary>
    public IReadOnlyList<FrameLabel> AllLabels { get; init; } = [];

    /// <summary>What the frame shows that is no risk.</summary>
    public IReadOnlyList<BusinessLabel> BusinessLabels { get; init; } = [];

    /// <summary>When it was captured and judged.</summary>
    public required FrameAuxInfo AuxInfo { get; init; }
}
