namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ListListsRequest"/>.</summary>
public sealed record ListListsAnswer : Answer
{
    /// <summary>By name, without entries. A tenant has at most 100.</summary>
    public required IReadOnlyList<ListInfo> Lists { get; init; }
}
