namespace Sluice.Protocol;

/// <summary>When a frame was captured and judged.</summary>
public sealed record FrameAuxInfo
{
    /// <summary>Capture time, <c>yyyy-MM-dd HH:mm:ss.fff</c> in the server's configured zone (default UTC).</summary>
    public required string ImgTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long BeginProcessTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long FinishProcessTime { get; init; }

    /// <summary>1 moderated, 2 not. Only with detectStep.</summary>
    public int? DetectType { get; init; }

    /// <summary>The submission's room.</summary>
    public string? Room { get; init; }

    /// <summary>1: similar frames were left out before this one.</summary>
    public int? SimilarityDedup { get; init; }
}
