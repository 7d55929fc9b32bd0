using Sluice.Server.Children;

namespace Sluice.Server.Pulling;

/// <summary>How streams are pulled.</summary>
internal sealed class PullOptions
{
    public const string Section = "Sluice:Pulling";

    /// <summary>The ffmpeg program: a path, or a name that is looked up in PATH.</summary>
    public string FfmpegPath { get; set; } = "ffmpeg";

    /// <summary>
    /// A PEM file of certificates that vouch for servers of https and rtmps beside those that the operating system trusts. Read at
    /// the start. Default: none.
    /// </summary>
    public string? TrustedCertificates { get; set; }

    /// <summary>What ffmpeg runs in. Default Auto: the strongest that works on this machine.</summary>
    public SandboxMode Sandbox { get; set; }

    /// <summary>Address space that a child may use, in MiB; a child that wants more ends, and is started again. Default 1024.</summary>
    public int ChildMemory { get; set; } = 1024;

    /// <summary>The same in bytes.</summary>
    public long ChildMemoryBytes => (long)ChildMemory << 20;

    /// <summary>How long a source may take until its first media is decoded. Default 20 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long nothing may come from a source that was open. Where only frames are pulled, their interval is added. Default 10 s.
    /// </summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for HLS, where media comes a segment at a time. Default 30 s.</summary>
    public TimeSpan HlsStallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long no frame may come from a source that has video, or three of its keyframe distances where that is longer; the frame
    /// interval is added. Default 30 s.
    /// </summary>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a frame may wait until its turn to be judged comes, or as long as the frame interval where that is longer; an older one is
    /// dropped and counted, and a newer one takes its turn. Default 10 s.
    /// </summary>
    public TimeSpan MaxFrameWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an audio segment waits for its words; then it is judged without. While words are late no others of the stream are asked
    /// for. Default 20 s.
    /// </summary>
    public TimeSpan MaxSpeechWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Within an attempt, the source is opened again this long after it failed. Default 5 s.</summary>
    public TimeSpan RetryEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an attempt goes on re-opening. Default 5 minutes.</summary>
    public TimeSpan AttemptFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The pauses between attempts; after the attempt that follows the last one the pull has failed. Default 5, 10, 15 … 60 s.
    /// </summary>
    public IReadOnlyList<TimeSpan>? Pauses { get; set; }

    /// <summary>
    /// How many children may start at the same moment at most; fewer, down to 1, while starts take long because the machine is busy.
    /// Default 8.
    /// </summary>
    public int ConcurrentStarts { get; set; } = 8;

    /// <summary><see cref="Pauses"/>, or the default. A list with a default would be appended to by configuration, not replaced.</summary>
    public IReadOnlyList<TimeSpan> EffectivePauses => Pauses ?? DefaultPauses;

    private static readonly TimeSpan[] DefaultPauses = [.. Enumerable.Range(1, 12).Select(n => TimeSpan.FromSeconds(5 * n))];
}
