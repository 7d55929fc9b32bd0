namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ReplayCallbacksRequest"/>.</summary>
public sealed record ReplayCallbacksAnswer : Answer
{
    /// <summary>How many are sent again. Those that are still pending do not count.</summary>
    public required int Replayed { get; init; }
}
