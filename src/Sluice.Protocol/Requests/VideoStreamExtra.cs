using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>What is carried along with a stream.</summary>
public sealed record VideoStreamExtra
{
    /// <summary>An object of at most 1024 characters of JSON, returned untouched in every callback.</summary>
    public JsonElement? PassThrough { get; init; }
}
