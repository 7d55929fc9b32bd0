namespace Sluice.Protocol;

/// <summary>Text on screen and what was found in it.</summary>
public sealed record OcrText
{
    /// <summary>The text in reading order.</summary>
    public required string Text { get; init; }

    /// <summary>Custom lists that it hits.</summary>
    public IReadOnlyList<MatchedList>? MatchedLists { get; init; }

    /// <summary>Parts of it that are a risk.</summary>
    public IReadOnlyList<RiskSegment>? RiskSegments { get; init; }
}
