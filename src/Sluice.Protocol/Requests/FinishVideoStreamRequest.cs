namespace Sluice.Protocol;

/// <summary>Close: <c>POST /finish_videostream/v4</c> (protocol §2).</summary>
public sealed record FinishVideoStreamRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/finish_videostream/v4";

    /// <summary>The tenant's key, at most 20 characters.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The stream: the requestId its submission returned, or a duplicate's dupRequestId. At most 32 characters.</summary>
    public required string RequestId { get; init; }
}
