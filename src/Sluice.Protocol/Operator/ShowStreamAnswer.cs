namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ShowStreamRequest"/>.</summary>
public sealed record ShowStreamAnswer : Answer
{
    /// <summary>The stream.</summary>
    public required StreamInfo Stream { get; init; }
}
