namespace Sluice.Protocol;

/// <summary>What a segment's advice rests on.</summary>
public sealed record AudioRiskDetail
{
    /// <summary>Text, audio or none.</summary>
    public required RiskSource RiskSource { get; init; }

    /// <summary>The text that was spoken.</summary>
    public string? AudioText { get; init; }

    /// <summary>Custom lists that it hits.</summary>
    public IReadOnlyList<MatchedList>? MatchedLists { get; init; }

    /// <summary>Parts of it that are a risk.</summary>
    public IReadOnlyList<RiskSegment>? RiskSegments { get; init; }
}
