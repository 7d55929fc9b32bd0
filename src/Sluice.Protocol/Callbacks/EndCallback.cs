using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>The end of a stream, posted once per content type, last (protocol §5).</summary>
public sealed record EndCallback : Callback
{
    /// <summary>Frame: posted to imgCallback. Audio: to audioCallback.</summary>
    public required ContentType ContentType { get; init; }

    /// <summary>The worst of the stream, frames and audio, PASS when there was none.</summary>
    public required RiskLevel RiskLevel { get; init; }

    /// <summary>False when no frame was ever captured.</summary>
    public required bool PullStreamSuccess { get; init; }

    /// <summary>How long it ran, and what went wrong.</summary>
    public required EndAuxInfo AuxInfo { get; init; }

    /// <summary>The submission, of contentType 1.</summary>
    public EndDetail? Detail { get; init; }

    /// <summary>The submission's <c>data</c> as sent, of contentType 2.</summary>
    public JsonElement? RequestParams { get; init; }
}
