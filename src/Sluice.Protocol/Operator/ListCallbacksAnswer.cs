namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ListCallbacksRequest"/>.</summary>
public sealed record ListCallbacksAnswer : Answer
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<CallbackInfo> Callbacks { get; init; }

    /// <summary>Continues the list; null when there is no more.</summary>
    public string? Next { get; init; }
}
