namespace Sluice.Protocol;

/// <summary>Closes several streams (protocol §8): by exactly one of ids, room, source or all.</summary>
public sealed record CloseStreamsRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/streams/close";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>At most 100 streams.</summary>
    public IReadOnlyList<string>? RequestIds { get; init; }

    /// <summary>The running streams of this room.</summary>
    public string? Room { get; init; }

    /// <summary>The running stream of this source, its address as submitted.</summary>
    public string? Url { get; init; }

    /// <summary>True: all running streams of the tenant.</summary>
    public bool? All { get; init; }
}
