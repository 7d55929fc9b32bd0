namespace Sluice.Protocol;

/// <summary>A custom list that a text hits.</summary>
public sealed record MatchedList
{
    /// <summary>The list.</summary>
    public required string Name { get; init; }

    /// <summary>Its words that were found.</summary>
    public IReadOnlyList<MatchedWord> Words { get; init; } = [];
}
