using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// KServe's protocol, version 2 (the open inference protocol) over HTTP. What the model takes is asked once, and again after it refused.
/// </summary>
internal sealed class InferenceEndpoint(RemoteClient client, OwnModelOptions options, string[] labels, OwnMapping mapping) : IRemoteModel
{
    private readonly string _path = $"v2/models/{Uri.EscapeDataString(options.Model!)}";
    private readonly Dictionary<string, int> _indexes = mapping.Labels.ToDictionary(label => label, label => Array.IndexOf(labels, label));
    private volatile ServedModel? _served;

    public async Task<IReadOnlyList<Finding>> AskAsync(Picture picture, CancellationToken cancellationToken)
    {
        var served = _served;
        if (served is null)
        {
            using var described = await client.GetAsync(_path, cancellationToken).ConfigureAwait(false);
            _served = served = ServedModel.Read(described.RootElement, options, labels.Length);
        }

        try
        {
            using var answer = await client.PostAsync($"{_path}/infer", Question(served, picture), cancellationToken).ConfigureAwait(false);
            var numbers = Numbers(answer.RootElement, served.Output);
            return ClassifierOutput.TryActivate(options.Activation, numbers)
                ? mapping.Findings(label => numbers[_indexes[label]])
                : throw Bad($"the answer's numbers are no probabilities (Activation: {options.Activation})");
        }
        catch (RemoteException failure) when (failure.Outcome is CallOutcome.Refused or CallOutcome.BadAnswer)
        {
            _served = null;
            throw;
        }
    }

    private ReadOnlyMemoryContent Question(ServedModel served, Picture picture)
    {
        var pixels = new float[served.Input.Shape.Length];
        served.Input.Write(picture, pixels);
        var body = new ArrayBufferWriter<byte>(pixels.Length * sizeof(float));
        using (var writer = new Utf8JsonWriter(body))
        {
            Write(writer, served, pixels);
        }

        var content = new MediaTypeHeaderValue(options.Binary ? "application/octet-stream" : "application/json");
        var head = body.WrittenCount;
        if (options.Binary)
        {
            body.Write(MemoryMarshal.AsBytes<float>(pixels));
        }

        var question = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = content } };
        if (options.Binary)
        {
            question.Headers.Add("Inference-Header-Content-Length", $"{head}");
        }

        return question;
    }

    private void Write(Utf8JsonWriter writer, ServedModel served, float[] pixels)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("inputs");
        writer.WriteStartObject();
        writer.WriteString("name", served.InputName);
        writer.WriteStartArray("shape");
        Array.ForEach(served.Input.Shape.Dimensions(1), writer.WriteNumberValue);
        writer.WriteEndArray();
        writer.WriteString("datatype", ServedModel.Float);
        if (options.Binary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", pixels.Length * sizeof(float));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data");
            Array.ForEach(pixels, writer.WriteNumberValue);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        writer.WriteStartObject();
        writer.WriteString("name", served.Output);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private float[] Numbers(JsonElement answer, string output)
    {
        if (ServedModel.Find(answer, "outputs", output) is { } tensor && tensor.TryGetProperty("data", out var data) &&
            data.ValueKind == JsonValueKind.Array)
        {
            List<float> numbers = new(labels.Length);
            if (TryAdd(data, numbers) && numbers.Count == labels.Length)
            {
                return [.. numbers];
            }
        }

        throw Bad($"the answer has no output '{output}' of {labels.Length} numbers");
    }

    /// <summary>Servers may nest what they answer or not. More than there are labels need not be read.</summary>
    private bool TryAdd(JsonElement data, List<float> numbers)
    {
        foreach (var each in data.EnumerateArray())
        {
            if (each.ValueKind == JsonValueKind.Array ? !TryAdd(each, numbers) : !TryAddNumber(each, numbers))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAddNumber(JsonElement element, List<float> numbers)
    {
        if (numbers.Count == labels.Length || element.ValueKind != JsonValueKind.Number || !element.TryGetSingle(out var number))
        {
            return false;
        }

        numbers.Add(number);
        return true;
    }

    private static RemoteException Bad(string message) => new(CallOutcome.BadAnswer, message);
}
