namespace Sluice.Protocol;

/// <summary>What became of frames or audio segments.</summary>
public sealed record ResultCounts
{
    /// <summary>Taken from the source.</summary>
    public required long Captured { get; init; }

    /// <summary>Judged.</summary>
    public required long Moderated { get; init; }

    /// <summary>Judged REVIEW or REJECT.</summary>
    public required long Risky { get; init; }

    /// <summary>Left out since judging was slower than the source.</summary>
    public required long Dropped { get; init; }

    /// <summary>Risky and not called back: too many of their label in a minute, or, of frames, similar to the one before.</summary>
    public long Suppressed { get; init; }
}
