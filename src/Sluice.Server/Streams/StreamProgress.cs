using System.Text.Json.Serialization;
using Sluice.Protocol;

namespace Sluice.Server.Streams;

/// <summary>What a pull has done so far. Written with each result, and every 10 s when there is none.</summary>
internal sealed record StreamProgress
{
    public static StreamProgress None { get; } = new();

    /// <summary>Capture time of the first frame or sound.</summary>
    public DateTimeOffset? FirstCaptureAt { get; init; }

    /// <summary>Capture time of the last frame or sound.</summary>
    public DateTimeOffset? LastCaptureAt { get; init; }

    /// <summary>Whole seconds from the first to the last capture.</summary>
    [JsonIgnore]
    public long StreamSeconds => this is { FirstCaptureAt: { } first, LastCaptureAt: { } last } ? (long)(last - first).TotalSeconds : 0;

    /// <summary>Capture time of the first sound; of a stream of an older version null though it has segments.</summary>
    public DateTimeOffset? FirstSoundAt { get; init; }

    /// <summary>Sound is pulled, if there is any.</summary>
    public bool WantsSound { get; init; }

    /// <summary>Sound is wanted, and frames came and it did not.</summary>
    [JsonIgnore]
    public bool IsMute => WantsSound && FramesCaptured > 0 && FirstSoundAt is null && SegmentsCaptured == 0;

    public DateTimeOffset? FirstFrameAt { get; init; }

    public DateTimeOffset? LastFrameAt { get; init; }

    /// <summary>The worst level of any frame or audio segment.</summary>
    public RiskLevel Worst { get; init; }

    /// <summary>The sequence that the next frame callback gets. After a restart it goes on with a gap.</summary>
    public long NextFrame { get; init; }

    /// <summary>The sequence that the next audio callback gets.</summary>
    public long NextSegment { get; init; }

    public long FramesCaptured { get; init; }

    public long FramesModerated { get; init; }

    public long FramesRisky { get; init; }

    public long FramesDropped { get; init; }

    /// <summary>Risky, and not called back: too many of their label, or similar to the one before.</summary>
    public long FramesSuppressed { get; init; }

    public long SegmentsCaptured { get; init; }

    public long SegmentsModerated { get; init; }

    public long SegmentsRisky { get; init; }

    public long SegmentsDropped { get; init; }

    /// <summary>Risky, and not called back: too many of their label.</summary>
    public long SegmentsSuppressed { get; init; }

    /// <summary>How many times the source was opened or tried to be.</summary>
    public long PullAttempts { get; init; }

    /// <summary>What the source sent, in bytes, of all attempts; without those of TLS itself.</summary>
    public long Bytes { get; init; }
}
