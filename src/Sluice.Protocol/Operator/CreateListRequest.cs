namespace Sluice.Protocol;

/// <summary>Makes a custom list without entries (protocol §8).</summary>
public sealed record CreateListRequest
{
    /// <summary>The path of the call.</summary>
    public const string Path = "/api/v1/lists/create";

    /// <summary>The tenant's key, with the permission to close.</summary>
    public required string AccessKey { get; init; }

    /// <summary>1 to 64 characters; callbacks name it.</summary>
    public required string Name { get; init; }

    /// <summary>words, hosts, images or faces.</summary>
    public required string Kind { get; init; }

    /// <summary>black: a risk; white: no risk, whatever else says so.</summary>
    public required string Colour { get; init; }

    /// <summary>Of words: exact (anywhere in the text; default), fuzzy (with one character in six wrong) or whole (as words of their own).</summary>
    public string? Mode { get; init; }

    /// <summary>Of a black list: REVIEW, or REJECT (default).</summary>
    public string? Level { get; init; }

    /// <summary>Of a black list, at most 64 characters. Default: <c>ban</c>, <c>list</c>, <c>list</c>; of hosts <c>ad</c>, <c>link</c>, <c>blocked</c>.</summary>
    public string? RiskLabel1 { get; init; }

    /// <summary>Default where riskLabel1 is given: the same.</summary>
    public string? RiskLabel2 { get; init; }

    /// <summary>Default where riskLabel1 is given: riskLabel2.</summary>
    public string? RiskLabel3 { get; init; }

    /// <summary>Of a black list: only where one of these is asked for, as in imgType and audioType. Default: wherever it is found.</summary>
    public IReadOnlyList<string>? Types { get; init; }
}
