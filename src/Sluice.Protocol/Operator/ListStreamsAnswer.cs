namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ListStreamsRequest"/>.</summary>
public sealed record ListStreamsAnswer : Answer
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<StreamInfo> Streams { get; init; }

    /// <summary>Continues the list; null when there is no more. Streams that are submitted meanwhile move nothing.</summary>
    public string? Next { get; init; }
}
