namespace Sluice.Protocol;

/// <summary>Lists the tenant's callbacks, newest first (protocol §8).</summary>
public sealed record ListCallbacksRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/callbacks/list";

    /// <summary>The tenant's key, with the permission to query.</summary>
    public required string AccessKey { get; init; }

    /// <summary>Only those of this stream.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only those in this state: pending, delivered or dead.</summary>
    public string? State { get; init; }

    /// <summary>1 to 500; default 100.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="ListCallbacksAnswer.Next"/> of the page before.</summary>
    public string? After { get; init; }
}
