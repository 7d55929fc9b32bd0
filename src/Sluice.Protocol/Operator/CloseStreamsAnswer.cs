namespace Sluice.Protocol;

/// <summary>The answer to <see cref="CloseStreamsRequest"/>.</summary>
public sealed record CloseStreamsAnswer : Answer
{
    /// <summary>One for each id that was given, in their order; or one for each stream that ran.</summary>
    public required IReadOnlyList<StreamCloseResult> Results { get; init; }
}
