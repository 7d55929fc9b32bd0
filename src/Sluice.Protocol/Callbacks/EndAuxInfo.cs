using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>How long a stream ran, and what went wrong.</summary>
public sealed record EndAuxInfo
{
    /// <summary>Whole seconds from the first to the last capture.</summary>
    public required long StreamTime { get; init; }

    /// <summary>3001 to 3005, only when the pull failed.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The submission's <c>extra.passThrough</c>, untouched.</summary>
    public JsonElement? PassThrough { get; init; }
}
