namespace Sluice.Protocol;

/// <summary>One label that a frame or an audio segment hits.</summary>
public abstract record RiskLabel
{
    /// <summary>The class of risk.</summary>
    public required string RiskLabel1 { get; init; }

    /// <summary>The kind within the class.</summary>
    public required string RiskLabel2 { get; init; }

    /// <summary>The case within the kind.</summary>
    public required string RiskLabel3 { get; init; }

    /// <summary>The labels in words.</summary>
    public required string RiskDescription { get; init; }

    /// <summary>The advice of this label alone.</summary>
    public required RiskLevel RiskLevel { get; init; }

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; }
}
