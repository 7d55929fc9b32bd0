using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>The <c>detail</c> of an end callback.</summary>
public sealed record EndDetail
{
    /// <summary>The submission's <c>data</c> as sent.</summary>
    public JsonElement? RequestParams { get; init; }
}
