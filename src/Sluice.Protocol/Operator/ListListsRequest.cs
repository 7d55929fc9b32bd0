namespace Sluice.Protocol;

/// <summary>Lists the tenant's custom lists by name (protocol §8).</summary>
public sealed record ListListsRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/list";

    /// <summary>The tenant's key, with the permission to query.</summary>
    public required string AccessKey { get; init; }
}
