namespace Sluice.Protocol;

/// <summary>The answer to <see cref="RemoveEntriesRequest"/>.</summary>
public sealed record RemoveEntriesAnswer : Answer
{
    /// <summary>Entries that went.</summary>
    public required int Removed { get; init; }

    /// <summary>What the list holds now.</summary>
    public required int Entries { get; init; }
}
