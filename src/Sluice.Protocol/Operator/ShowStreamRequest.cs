namespace Sluice.Protocol;

/// <summary>Shows one stream (protocol §8).</summary>
public sealed record ShowStreamRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/streams/show";

    /// <summary>The tenant's key, with the permission to query.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The stream.</summary>
    public required string RequestId { get; init; }
}
