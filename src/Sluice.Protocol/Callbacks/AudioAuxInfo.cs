using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>When an audio segment was captured and judged.</summary>
public sealed record AudioAuxInfo
{
    /// <summary>Capture time of the first sample, <c>yyyy-MM-dd HH:mm:ss.fff</c> in the server's configured zone (default UTC).</summary>
    [JsonPropertyName("audio_starttime")]
    public required string StartTime { get; init; }

    /// <summary>Capture time of the end of the last sample.</summary>
    [JsonPropertyName("audio_endtime")]
    public required string EndTime { get; init; }

    /// <summary>The same as <see cref="StartTime"/>: both spellings are in use.</summary>
    [JsonPropertyName("audioStartTime")]
    public required string AudioStartTime { get; init; }

    /// <summary>The same as <see cref="EndTime"/>.</summary>
    [JsonPropertyName("audioEndTime")]
    public required string AudioEndTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long BeginProcessTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long FinishProcessTime { get; init; }

    /// <summary>The submission's room.</summary>
    public string? Room { get; init; }

    /// <summary>The submission's <c>extra.passThrough</c>, untouched.</summary>
    public JsonElement? PassThrough { get; init; }
}
