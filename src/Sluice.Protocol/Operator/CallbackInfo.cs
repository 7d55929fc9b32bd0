namespace Sluice.Protocol;

/// <summary>A callback on its way or past it (protocol §8). Times are UTC, ISO 8601.</summary>
public sealed record CallbackInfo
{
    /// <summary>Names it for a replay. Of a segment: the requestId in its body.</summary>
    public required string Id { get; init; }

    /// <summary>The stream.</summary>
    public required string RequestId { get; init; }

    /// <summary>segment, end or state.</summary>
    public required string Kind { get; init; }

    /// <summary>1 frame, 2 audio.</summary>
    public required ContentType ContentType { get; init; }

    /// <summary>Of a segment: its place in capture order.</summary>
    public long? Sequence { get; init; }

    /// <summary>pending, delivered or dead.</summary>
    public required string State { get; init; }

    /// <summary>Attempts made since it was written, or since it was last replayed.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last attempt met, when it failed.</summary>
    public string? LastError { get; init; }

    /// <summary>Of a segment: the version of the policy that judged it; absent where nothing was judged.</summary>
    public string? Policy { get; init; }

    /// <summary>Where it goes, without credentials and query.</summary>
    public required string Url { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last asked for again.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>When the next attempt may begin; only while it is pending.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
