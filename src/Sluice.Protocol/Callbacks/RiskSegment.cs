namespace Sluice.Protocol;

/// <summary>A part of a text that is a risk.</summary>
public sealed record RiskSegment
{
    /// <summary>The part.</summary>
    public required string Segment { get; init; }

    /// <summary>From and to, in characters of the text.</summary>
    public IReadOnlyList<int>? Position { get; init; }
}
