namespace Sluice.Protocol;

/// <summary>What is heard in one audio segment.</summary>
public sealed record AudioDetail
{
    /// <summary>The segment as MP3, at a signed, expiring address.</summary>
    public string? AudioUrl { get; init; }

    /// <summary>0 silent, 1 not.</summary>
    public int? VadCode { get; init; }

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

    /// <summary>The text that was spoken.</summary>
    public string Content { get; init; } = "";

    /// <summary>The same, by its old name.</summary>
    public string AudioText { get; init; } = "";

    /// <summary>The previous and the current segment as one MP3, with returnPreAudio on REJECT.</summary>
    public string? PreAudioUrl { get; init; }

    /// <summary>What the advice rests on.</summary>
    public required AudioRiskDetail RiskDetail { get; init; }

    /// <summary>Every label that was hit, the worst first.</summary>
    public IReadOnlyList<AudioLabel> AllLabels { get; init; } = [];

    /// <summary>What is heard that is no risk.</summary>
    public IReadOnlyList<BusinessLabel> BusinessLabels { get; init; } = [];

    /// <summary>When it was captured and judged.</summary>
    public required AudioAuxInfo AuxInfo { get; init; }
}
