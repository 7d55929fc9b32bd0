namespace Sluice.Protocol;

/// <summary>The answer to <see cref="ImportListRequest"/>.</summary>
public sealed record ImportListAnswer : Answer
{
    /// <summary>Entries that are new.</summary>
    public required int Added { get; init; }

    /// <summary>Those that the list had already, or that were given more than once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>What the list holds now.</summary>
    public required int Entries { get; init; }
}
