namespace Sluice.Protocol;

/// <summary>A change of a stream's state, posted to imgCallback when the submission asked for it (protocol §8).</summary>
public sealed record StateCallback : Callback
{
    /// <summary>submitted, connecting, pulling, retrying, closing or ended.</summary>
    public required string State { get; init; }

    /// <summary>3001 to 3005, when the pull failed.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>When it changed, <c>yyyy-MM-dd HH:mm:ss.fff</c> in the server's configured zone (default UTC).</summary>
    public required string Time { get; init; }
}
