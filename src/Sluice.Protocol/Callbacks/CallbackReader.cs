using System.Text.Json;

namespace Sluice.Protocol;

/// <summary>Tells a callback's kind and reads it.</summary>
public static class CallbackReader
{
    /// <summary>Reads the body of a callback.</summary>
    /// <exception cref="JsonException">It is no callback of this protocol.</exception>
    public static Callback Read(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    /// <summary>Reads the body of a callback.</summary>
    /// <exception cref="JsonException">It is no callback of this protocol.</exception>
    public static Callback Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a callback is an object");
        }

        Callback? callback = (Number(body, "statCode"), Number(body, "contentType")) switch
        {
            (0, (int)ContentType.Frame) => body.Deserialize(ProtocolJson.Wire.FrameCallback),
            (0, (int)ContentType.Audio) => body.Deserialize(ProtocolJson.Wire.AudioCallback),
            (1, _) => body.Deserialize(ProtocolJson.Wire.EndCallback),
            (2, _) => body.Deserialize(ProtocolJson.Wire.StateCallback),
            var (stat, content) => throw new JsonException($"no callback has statCode {stat} and contentType {content}"),
        };
        return callback!;
    }

    private static int? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
