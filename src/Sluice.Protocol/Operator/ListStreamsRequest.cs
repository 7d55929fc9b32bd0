namespace Sluice.Protocol;

/// <summary>Lists the tenant's streams, newest first (protocol §8).</summary>
public sealed record ListStreamsRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/streams/list";

    /// <summary>The tenant's key, with the permission to query.</summary>
    public required string AccessKey { get; init; }

    /// <summary>Only streams in this state: submitted, connecting, pulling, retrying, closing or ended.</summary>
    public string? State { get; init; }

    /// <summary>Only streams of this room.</summary>
    public string? Room { get; init; }

    /// <summary>1 to 500; default 100.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="ListStreamsAnswer.Next"/> of the page before.</summary>
    public string? After { get; init; }
}
