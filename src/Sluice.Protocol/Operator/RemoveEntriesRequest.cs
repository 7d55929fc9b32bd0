namespace Sluice.Protocol;

/// <summary>Removes entries from a custom list (protocol §8). Those that it does not have change nothing.</summary>
public sealed record RemoveEntriesRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/remove";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The list.</summary>
    public required string Name { get; init; }

    /// <summary>As they were given to <see cref="ImportListRequest"/>.</summary>
    public required IReadOnlyList<string> Entries { get; init; }
}
