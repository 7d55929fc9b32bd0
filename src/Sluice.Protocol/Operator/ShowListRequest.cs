namespace Sluice.Protocol;

/// <summary>Shows a custom list with its entries (protocol §8).</summary>
public sealed record ShowListRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/show";

    /// <summary>The tenant's key, with the permission to query.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The list.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 500; default 100.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="ShowListAnswer.Next"/> of the page before.</summary>
    public string? After { get; init; }
}
