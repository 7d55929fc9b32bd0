namespace Sluice.Server.Streams;

/// <summary>A stream as the store holds it: the truth about it.</summary>
internal sealed record StreamRow
{
    /// <summary>The requestId that names the stream: 32 lower-case hex characters.</summary>
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>SHA-256 (hex) of the stream type and the source's address: two running streams of a tenant never share it.</summary>
    public required string SourceHash { get; init; }

    public StreamState State { get; init; }

    public EndReason EndReason { get; init; }

    /// <summary>Protocol §5: 3001 to 3005 of the last failed pull, 0 when there was none.</summary>
    public int ErrorCode { get; init; }

    /// <summary>The node that pulls it.</summary>
    public required string Owner { get; init; }

    /// <summary>Grows with every change of owner. Every write of a pull is fenced by it.</summary>
    public long Epoch { get; init; } = 1;

    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the close was accepted, or the source ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was submitted, validated and with defaults filled in. Never changes.</summary>
    public required StreamSettings Settings { get; init; }

    /// <summary>What the pull has done so far, as of the last checkpoint.</summary>
    public StreamProgress Progress { get; init; } = StreamProgress.None;

    /// <summary>A running stream counts against its tenant's limit and makes a second submission of its source a duplicate.</summary>
    public bool IsRunning => State < StreamState.Closing;
}
