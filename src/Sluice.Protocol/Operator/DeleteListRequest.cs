namespace Sluice.Protocol;

/// <summary>Removes a custom list with its entries (protocol §8).</summary>
public sealed record DeleteListRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/delete";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The list.</summary>
    public required string Name { get; init; }
}
