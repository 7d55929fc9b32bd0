namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ShowListRequest"/>.</summary>
public sealed record ShowListAnswer : Answer
{
    /// <summary>The list.</summary>
    public required ListInfo List { get; init; }

    /// <summary>In order of their code points.</summary>
    public required IReadOnlyList<string> Entries { get; init; }

    /// <summary>Continues the entries; null when there are no more.</summary>
    public string? Next { get; init; }
}
