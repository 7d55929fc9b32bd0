namespace Sluice.Protocol;

/// <summary>A word of a custom list, found in a text.</summary>
public sealed record MatchedWord
{
    /// <summary>The word.</summary>
    public required string Word { get; init; }

    /// <summary>From and to, in characters of the text.</summary>
    public IReadOnlyList<int>? Position { get; init; }
}
