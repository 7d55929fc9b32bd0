namespace Sluice.Protocol;

/// <summary>What every callback has (protocol §4, §5, §8).</summary>
public abstract record Callback
{
    /// <summary>
    /// Of a segment: the stream's requestId, then <c>_…</c>: the idempotency key of that result. Of an end or state callback:
    /// the stream's requestId itself.
    /// </summary>
    public required string RequestId { get; init; }

    /// <summary>1100.</summary>
    public required ResponseCode Code { get; init; }

    /// <summary>The code's message in the submission's language.</summary>
    public required string Message { get; init; }

    /// <summary>0 a segment's result, 1 the end of the stream, 2 a change of state.</summary>
    public required int StatCode { get; init; }

    /// <summary>The stream that the callback is about: the first 32 characters of <see cref="RequestId"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string StreamId => RequestId.Split('_')[0];
}
