namespace Sluice.Protocol;

/// <summary>A stream as its tenant sees it (protocol §8). Times are UTC, ISO 8601.</summary>
public sealed record StreamInfo
{
    /// <summary>The stream.</summary>
    public required string RequestId { get; init; }

    /// <summary>submitted, connecting, pulling, retrying, closing or ended.</summary>
    public required string State { get; init; }

    /// <summary>closedByClient, sourceEnded, pullFailed or operator; null while it runs.</summary>
    public string? EndReason { get; init; }

    /// <summary>3001 to 3005 of the last failed pull; null when the pull is well.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>As submitted.</summary>
    public string? Room { get; init; }

    /// <summary>As submitted.</summary>
    public string? StreamName { get; init; }

    /// <summary>The source's address without credentials and query.</summary>
    public required string Url { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Capture time of the first frame.</summary>
    public DateTimeOffset? FirstFrameAt { get; init; }

    /// <summary>Capture time of the last frame.</summary>
    public DateTimeOffset? LastFrameAt { get; init; }

    /// <summary>When the close was accepted, or the source ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When nothing more would be judged.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Frames so far, as of the last checkpoint (10 s).</summary>
    public required ResultCounts Frames { get; init; }

    /// <summary>Audio segments so far.</summary>
    public required ResultCounts Segments { get; init; }

    /// <summary>The worst so far.</summary>
    public required RiskLevel RiskLevel { get; init; }

    /// <summary>Whole seconds from the first to the last capture.</summary>
    public required long StreamTime { get; init; }

    /// <summary>How many times the source was opened or tried to be.</summary>
    public required long PullAttempts { get; init; }

    /// <summary>Media bytes that came out of the decoder.</summary>
    public required long Bytes { get; init; }

    /// <summary>Its callbacks by state.</summary>
    public required DeliveryCounts Callbacks { get; init; }

    /// <summary>Only where one stream is shown, and while it runs: the version of the policy that is in force.</summary>
    public string? Policy { get; init; }

    /// <summary>The node that pulls it.</summary>
    public required string Node { get; init; }
}
