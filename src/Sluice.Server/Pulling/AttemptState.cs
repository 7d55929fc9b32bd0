namespace Sluice.Server.Pulling;

/// <summary>What an attempt has come to: what its end is judged by.</summary>
internal sealed class AttemptState
{
    public required SourceKind Kind { get; init; }

    public required int FrameInterval { get; init; }

    /// <summary>The media's headers came: the source is open.</summary>
    public bool Opened { get; set; }

    public bool HasVideo { get; set; }

    public bool HasAudio { get; set; }

    public long Frames { get; set; }

    public long Sounds { get; set; }

    /// <summary>The highest timestamp; media begins at 0.</summary>
    public TimeSpan LastPts { get; set; }

    /// <summary>Which limit of the watchdog ended it, null when it ended by itself.</summary>
    public string? Timeout { get; set; }

    /// <summary>What came out of the child is not what it should write.</summary>
    public bool Corrupt { get; set; }

    /// <summary>The child's exit code, or minus the signal that ended it.</summary>
    public int ExitCode { get; set; }

    /// <summary>How long ago reading the source failed for the last time, if it did.</summary>
    public TimeSpan SinceReadFailure { get; set; }

    /// <summary>Media that counts as success: frames, or sound where the source has nothing else.</summary>
    public bool HadMedia => Frames > 0 || (!HasVideo && Sounds > 0);
}
