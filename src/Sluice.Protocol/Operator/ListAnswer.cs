namespace Sluice.Protocol;

/// <summary>The answer to <see cref="CreateListRequest"/>.</summary>
public sealed record ListAnswer : Answer
{
    /// <summary>The list.</summary>
    public required ListInfo List { get; init; }
}
