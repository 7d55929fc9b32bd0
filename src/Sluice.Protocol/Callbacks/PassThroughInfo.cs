using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>The top-level <c>auxInfo</c> of a segment callback.</summary>
public sealed record PassThroughInfo
{
    /// <summary>The submission's <c>extra.passThrough</c>, untouched.</summary>
    public JsonElement? PassThrough { get; init; }
}
