using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>The <c>data</c> of a submission: an object, or with <c>encryptType</c> a Base64 string.</summary>
[JsonConverter(typeof(VideoStreamPayloadConverter))]
public sealed record VideoStreamPayload
{
    /// <summary>The plain form.</summary>
    public VideoStreamPayload(VideoStreamData plain) => Plain = plain;

    /// <summary>The encrypted form: Base64 of SM4-CBC over the JSON text.</summary>
    public VideoStreamPayload(string cipherText) => CipherText = cipherText;

    /// <summary>The plain form, or null.</summary>
    public VideoStreamData? Plain { get; }

    /// <summary>The encrypted form, or null.</summary>
    public string? CipherText { get; }

    /// <summary>The plain form.</summary>
    public static implicit operator VideoStreamPayload(VideoStreamData plain) => new(plain);

    /// <summary>The plain form.</summary>
    public static VideoStreamPayload FromVideoStreamData(VideoStreamData plain) => new(plain);
}
