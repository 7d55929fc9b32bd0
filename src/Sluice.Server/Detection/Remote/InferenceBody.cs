using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Server.Detection.Remote;

/// <summary>Questions and answers of KServe's protocol, version 2, with one tensor of 32-bit floats each way.</summary>
internal static class InferenceBody
{
    /// <param name="input">The name of the tensor that the model takes.</param>
    /// <param name="dimensions">Its lengths.</param>
    /// <param name="numbers">As many as these say.</param>
    /// <param name="output">The name of the tensor that is wanted.</param>
    /// <param name="binary">The numbers follow as bytes, which is an extension of the protocol.</param>
    public static ReadOnlyMemoryContent Write(string input, int[] dimensions, float[] numbers, string output, bool binary)
    {
        var body = new ArrayBufferWriter<byte>(numbers.Length * sizeof(float));
        using (var writer = new Utf8JsonWriter(body))
        {
            Write(writer, input, dimensions, numbers, output, binary);
        }

        var content = new MediaTypeHeaderValue(binary ? "application/octet-stream" : "application/json");
        var head = body.WrittenCount;
        if (binary)
        {
            body.Write(MemoryMarshal.AsBytes<float>(numbers));
        }

        var question = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = content } };
        if (binary)
        {
            question.Headers.Add("Inference-Header-Content-Length", $"{head}");
        }

        return question;
    }

    /// <summary>The numbers of an output, nested or not; null: it has none, others than numbers, or more than so many.</summary>
    public static float[]? Read(JsonElement answer, string output, int atMost)
    {
        if (ServedModel.Find(answer, "outputs", output) is { } tensor && tensor.TryGetProperty("data", out var data) &&
            data.ValueKind == JsonValueKind.Array)
        {
            List<float> numbers = [];
            if (TryAdd(data, numbers, atMost))
            {
                return [.. numbers];
            }
        }

        return null;
    }

    private static void Write(Utf8JsonWriter writer, string input, int[] dimensions, float[] numbers, string output, bool binary)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("inputs");
        writer.WriteStartObject();
        writer.WriteString("name", input);
        writer.WriteStartArray("shape");
        Array.ForEach(dimensions, writer.WriteNumberValue);
        writer.WriteEndArray();
        writer.WriteString("datatype", ServedModel.Float);
        if (binary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", numbers.Length * sizeof(float));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data");
            Array.ForEach(numbers, writer.WriteNumberValue);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        writer.WriteStartObject();
        writer.WriteString("name", output);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Servers may nest what they answer or not. More than is wanted need not be read.</summary>
    private static bool TryAdd(JsonElement data, List<float> numbers, int atMost)
    {
        foreach (var each in data.EnumerateArray())
        {
            if (each.ValueKind == JsonValueKind.Array ? !TryAdd(each, numbers, atMost) : !TryAddNumber(each, numbers, atMost))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAddNumber(JsonElement element, List<float> numbers, int atMost)
    {
        if (numbers.Count == atMost || element.ValueKind != JsonValueKind.Number || !element.TryGetSingle(out var number))
        {
            return false;
        }

        numbers.Add(number);
        return true;
    }
}
