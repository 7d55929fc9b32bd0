using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Protocol;

internal sealed class VideoStreamPayloadConverter : JsonConverter<VideoStreamPayload>
{
    public override VideoStreamPayload? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => new VideoStreamPayload(reader.GetString()!),
            JsonTokenType.StartObject => new VideoStreamPayload(
                JsonSerializer.Deserialize(ref reader, ProtocolJson.Wire.VideoStreamData)!),
            _ => throw new JsonException("data: must be an object or a string"),
        };

    public override void Write(Utf8JsonWriter writer, VideoStreamPayload value, JsonSerializerOptions options)
    {
        if (value.CipherText is { } cipherText)
        {
            writer.WriteStringValue(cipherText);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Plain!, ProtocolJson.Wire.VideoStreamData);
        }
    }
}
