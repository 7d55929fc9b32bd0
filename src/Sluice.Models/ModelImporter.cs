using System.Text.Json;
using Sluice.Models.Import;
using Sluice.Models.Tfjs;

namespace Sluice.Models;

/// <summary>Turns a TensorFlow.js model (layers or graph) into an ONNX file.</summary>
internal static class ModelImporter
{
    /// <param name="model"><c>model.json</c>, with its weights' files beside it.</param>
    /// <param name="target">The file to write. It is there when it is complete, never half.</param>
    /// <param name="options">Of a graph; null: all of it, for pictures of its size.</param>
    /// <exception cref="ModelImportException">It is not a model that can be imported.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Import(string model, string target, ImportOptions? options = null)
    {
        var network = Read(model, options ?? ImportOptions.Default);
        var partial = $"{target}.partial";
        using (var stream = File.Create(partial))
        {
            network.WriteTo(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, target, overwrite: true);
    }

    private static Network Read(string model, ImportOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(model));
            var root = document.RootElement;
            var topology = root.GetProperty("modelTopology");
            var weights = WeightReader.Read(root.GetProperty("weightsManifest"), Path.GetDirectoryName(Path.GetFullPath(model))!);
            if (topology.TryGetProperty("node", out _))
            {
                return GraphImporter.Import(topology, Signature(root), weights, options);
            }

            return options is { Outputs.Count: 0, AnySize: false }
                ? LayersImporter.Import(topology.GetProperty("model_config").GetProperty("config"), weights)
                : throw new ModelImportException($"{model} is made of layers: it has one output, and pictures of one size.");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or ArgumentException or OverflowException or InsufficientExecutionStackException)
        {
            throw new ModelImportException($"{model} is not a TensorFlow.js model: {failure.Message}");
        }
    }

    // Newer converters write it beside the topology, older ones among the metadata.
    private static JsonElement Signature(JsonElement root) => root.TryGetProperty("signature", out var signature)
        ? signature
        : root.GetProperty("userDefinedMetadata").GetProperty("signature");
}
