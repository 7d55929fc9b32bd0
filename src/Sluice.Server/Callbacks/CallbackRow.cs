namespace Sluice.Server.Callbacks;

/// <summary>One delivery that is owed to a customer's callback URL, as the store holds it.</summary>
internal sealed record CallbackRow
{
    /// <summary>
    /// Unique in the store, the same at every attempt. A segment's: the body's requestId. An end callback's: the stream's
    /// requestId, <c>_end_</c> and the content type.
    /// </summary>
    public required string Id { get; init; }

    public required string StreamId { get; init; }

    public required string Tenant { get; init; }

    /// <summary>1 frame, 2 audio.</summary>
    public required int ContentType { get; init; }

    public required CallbackKind Kind { get; init; }

    /// <summary>Capture order within stream and content type.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where it goes. May hold credentials: never logged.</summary>
    public required string Url { get; init; }

    /// <summary>Scheme, host and port of <see cref="Url"/>: what may be logged of it.</summary>
    public string Endpoint
    {
        get => field ??= CallbackSender.EndpointOf(Url);
        init;
    }

    /// <summary>Of a segment: the version of the policy that judged it. Null: nothing was judged.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The JSON body, exactly as it is sent at every attempt.</summary>
    public required byte[] Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last asked for again, after it had been delivered or given up.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Its age counts from here.</summary>
    public DateTimeOffset OwedSince => ReplayedAt ?? CreatedAt;

    /// <summary>When the next attempt may begin; once delivered or given up, when it was.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Attempts made so far.</summary>
    public int Attempts { get; init; }

    public CallbackState State { get; init; }

    /// <summary>What the last attempt met: a status code or the kind of failure, nothing of the answer's text.</summary>
    public string? LastError { get; init; }
}
