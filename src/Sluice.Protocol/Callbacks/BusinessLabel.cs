namespace Sluice.Protocol;

/// <summary>Something that a frame or a segment shows and that is no risk.</summary>
public sealed record BusinessLabel
{
    /// <summary>The class.</summary>
    public required string BusinessLabel1 { get; init; }

    /// <summary>The kind within the class.</summary>
    public string BusinessLabel2 { get; init; } = "";

    /// <summary>The case within the kind.</summary>
    public string BusinessLabel3 { get; init; } = "";

    /// <summary>The labels in words.</summary>
    public string BusinessDescription { get; init; } = "";

    /// <summary>0 to 1.</summary>
    public double Probability { get; init; }

    /// <summary>0 low to 2 high.</summary>
    public int? ConfidenceLevel { get; init; }

    /// <summary>Where it was seen.</summary>
    public BusinessDetail? BusinessDetail { get; init; }
}
