using System.Text.Json;
using Sluice.Models.Tfjs;

namespace Sluice.Models.Import;

/// <summary>Imports what Keras saved: layers, each with its settings and the layers whose results it takes.</summary>
internal sealed class LayersImporter
{
    private readonly Network _network = new();
    private readonly Dictionary<string, Value> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightTensor> _weights;

    private LayersImporter(Dictionary<string, WeightTensor> weights) => _weights = weights;

    /// <param name="config"><c>model_config.config</c>.</param>
    /// <param name="weights">By layer and name: <c>Conv1/kernel</c>.</param>
    public static Network Import(JsonElement config, Dictionary<string, WeightTensor> weights)
    {
        var importer = new LayersImporter(weights);
        foreach (var layer in config.GetProperty("layers").EnumerateArray())
        {
            var name = layer.GetProperty("name").GetString()!;
            importer._results[name] = importer.Layer(layer.GetProperty("class_name").GetString()!, name, layer.GetProperty("config"), importer.Inputs(layer));
        }

        var outputs = config.GetProperty("output_layers");
        if (outputs.GetArrayLength() != 1)
        {
            throw new ModelImportException("The model has more than one output layer.");
        }

        importer._network.Output(importer._results[outputs[0][0].GetString()!], "output", [-1, Units(config, outputs[0][0].GetString()!)]);
        return importer._network;
    }

    private static int Units(JsonElement config, string output) => config.GetProperty("layers").EnumerateArray()
        .Single(layer => layer.GetProperty("name").GetString() == output).GetProperty("config").GetProperty("units").GetInt32();

    private Value[] Inputs(JsonElement layer)
    {
        var nodes = layer.GetProperty("inbound_nodes");
        return nodes.GetArrayLength() == 0
            ? []
            : [.. nodes[0].EnumerateArray().Select(input => _results[input[0].GetString()!])];
    }

    private Value Layer(string kind, string name, JsonElement config, Value[] inputs) => kind switch
    {
        "InputLayer" => _network.Input("input", [-1, .. Integers(config, "batch_input_shape").Skip(1)]),
        "Conv2D" => Activate(config, _network.Conv(inputs[0], Weights(name, "kernel"), Find(name, "bias"), WindowOf(config, "kernel_size"))),
        "DepthwiseConv2D" => Activate(config, _network.DepthwiseConv(
            inputs[0], Weights(name, "depthwise_kernel"), Find(name, "bias"), WindowOf(config, "kernel_size"))),
        "BatchNormalization" => Normalize(name, config, inputs[0]),
        "ReLU" => Relu(inputs[0], config.TryGetProperty("max_value", out var most) && most.ValueKind == JsonValueKind.Number ? most.GetSingle() : null),
        "Activation" => Activate(config, inputs[0]),
        "ZeroPadding2D" => Pad(config, inputs[0]),
        "MaxPooling2D" => _network.MaxPool(inputs[0], WindowOf(config, "pool_size")),
        "AveragePooling2D" => _network.AveragePool(inputs[0], WindowOf(config, "pool_size")),
        "GlobalAveragePooling2D" => _network.Reduce("ReduceMean", inputs[0], [1, 2], keep: false),
        "Add" => inputs.Skip(1).Aggregate(inputs[0], (sum, next) => _network.Both("Add", sum, next)),
        "Concatenate" => _network.Concat(inputs, config.GetProperty("axis").GetInt64()),
        "Flatten" => _network.Reshape(inputs[0], [0, -1]),
        "Dense" => Activate(config, _network.Dense(inputs[0], Weights(name, "kernel"), Find(name, "bias"))),
        "Dropout" => inputs[0],
        _ => throw new ModelImportException($"The layer '{name}' is a {kind}, which is not known."),
    };

    private Value Normalize(string name, JsonElement config, Value x)
    {
        var (mean, variance) = (Weights(name, "moving_mean"), Weights(name, "moving_variance"));
        // One that scales by 1, or adds 0, has no weights for it.
        var gamma = Find(name, "gamma") ?? mean with { Values = [.. mean.Values.Select(_ => 1f)] };
        var beta = Find(name, "beta") ?? mean with { Values = new float[mean.Values.Length] };
        return _network.Normalize(x, gamma, beta, mean, variance, config.GetProperty("epsilon").GetSingle());
    }

    private Value Activate(JsonElement config, Value x) => config.GetProperty("activation").GetString() switch
    {
        "linear" => x,
        "relu" => Relu(x, null),
        "relu6" => Relu(x, 6),
        "sigmoid" => _network.Each("Sigmoid", x),
        "softmax" => _network.Softmax(x),
        var other => throw new ModelImportException($"The activation '{other}' is not known."),
    };

    private Value Relu(Value x, float? most) => most is { } limit ? _network.Clip(x, 0, limit) : _network.Each("Relu", x);

    private Value Pad(JsonElement config, Value x)
    {
        var padding = config.GetProperty("padding");
        var (rows, columns) = (padding[0], padding[1]);
        return _network.Pad(x, [0, rows[0].GetInt64(), columns[0].GetInt64(), 0], [0, rows[1].GetInt64(), columns[1].GetInt64(), 0]);
    }

    private static Window WindowOf(JsonElement config, string size)
    {
        if (config.TryGetProperty("data_format", out var format) && format.GetString() == "channels_first")
        {
            throw new ModelImportException("Layers with channels first are not known.");
        }

        return new Window(
            Integers(config, size),
            Integers(config, "strides"),
            config.TryGetProperty("dilation_rate", out _) ? Integers(config, "dilation_rate") : [1, 1],
            config.GetProperty("padding").GetString() == "same");
    }

    private static long[] Integers(JsonElement config, string name) =>
        [.. config.GetProperty(name).EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Null ? -1 : number.GetInt64())];

    private WeightTensor Weights(string layer, string name) =>
        Find(layer, name) ?? throw new ModelImportException($"The weights '{layer}/{name}' are missing.");

    private WeightTensor? Find(string layer, string name) => _weights.GetValueOrDefault($"{layer}/{name}");
}
