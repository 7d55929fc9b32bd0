namespace Sluice.Protocol;

/// <summary>Adds entries to a custom list (protocol §8). Exactly one of <see cref="Entries"/> and <see cref="Text"/>.</summary>
public sealed record ImportListRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/import";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The list.</summary>
    public required string Name { get; init; }

    /// <summary>Words or names of at most 100 characters, hosts, or hashes of 16 hexadecimal digits.</summary>
    public IReadOnlyList<string>? Entries { get; init; }

    /// <summary>The same as a text.</summary>
    public string? Text { get; init; }

    /// <summary>Of the text: text (an entry a line; default) or csv (the first column).</summary>
    public string? Format { get; init; }
}
