namespace Sluice.Protocol;

/// <summary>Sends delivered and dead callbacks again (protocol §8): all of a stream, or some by their ids.</summary>
public sealed record ReplayCallbacksRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/callbacks/replay";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The stream.</summary>
    public string? RequestId { get; init; }

    /// <summary>At most 500 of <see cref="CallbackInfo.Id"/>. Ids that name no callback of the tenant are left out.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
}
