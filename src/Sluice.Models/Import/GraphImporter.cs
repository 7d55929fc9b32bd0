using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Models.Tfjs;

namespace Sluice.Models.Import;

/// <summary>Imports a frozen TensorFlow graph: nodes, each an operation on the results of others.</summary>
internal sealed class GraphImporter
{
    private readonly Network _network = new();
    private readonly Dictionary<string, GraphNode> _nodes;
    private readonly Dictionary<string, Value> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightTensor> _weights;
    private readonly ImportOptions _options;

    private GraphImporter(IEnumerable<GraphNode> nodes, Dictionary<string, WeightTensor> weights, ImportOptions options) =>
        (_nodes, _weights, _options) = (nodes.ToDictionary(node => node.Name, StringComparer.Ordinal), weights, options);

    /// <param name="topology"><c>modelTopology</c>.</param>
    /// <param name="signature">The model's inputs and outputs with their shapes.</param>
    /// <param name="weights">By the name of the constant.</param>
    /// <param name="options">What of it, and for which pictures.</param>
    public static Network Import(
        JsonElement topology, JsonElement signature, Dictionary<string, WeightTensor> weights, ImportOptions options)
    {
        var importer = new GraphImporter(topology.GetProperty("node").EnumerateArray().Select(node => new GraphNode(node)), weights, options);
        var outputs = Outputs(signature, options.Outputs);
        foreach (var output in outputs)
        {
            var tensor = TensorOf(output);
            long[] shape = [.. output.Value.GetProperty("tensorShape").GetProperty("dim").EnumerateArray()
                .Select(dimension => long.Parse(dimension.GetProperty("size").GetString()!, System.Globalization.CultureInfo.InvariantCulture))];
            importer._network.Output(importer.Result(tensor), outputs.Count == 1 ? "output" : $"output:{tensor}", importer.Open(shape));
        }

        return importer._network;
    }

    private static List<JsonProperty> Outputs(JsonElement signature, IReadOnlyList<string> kept)
    {
        var all = signature.GetProperty("outputs").EnumerateObject().ToList();
        return kept.Count == 0 ? all : [.. kept.Select(name => all.FindIndex(output => TensorOf(output) == name) is >= 0 and var index
            ? all[index]
            : throw new ModelImportException($"There is no output '{name}': there are {string.Join(", ", all.Select(TensorOf))}."))];
    }

    private static string TensorOf(JsonProperty output) => output.Value.GetProperty("name").GetString()!.Split(':')[0];

    private Value Result(string name)
    {
        if (_results.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_nodes.TryGetValue(name, out var node))
        {
            throw new ModelImportException($"The node '{name}' is missing.");
        }

        // Nodes may take each other in a circle.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return _results[name] = Operation(node);
    }

    private Value Operation(GraphNode node) => node.Operation switch
    {
        "Placeholder" => _network.Input("input", Open(node.Shape("shape"))),
        "Identity" => Input(node, 0),
        "Conv2D" or "_FusedConv2D" => Fused(node, bias => _network.Conv(Input(node, 0), Constant(node, 1), bias, WindowOf(node, Constant(node, 1)))),
        "DepthwiseConv2dNative" or "FusedDepthwiseConv2dNative" => Fused(node, bias =>
            _network.DepthwiseConv(Input(node, 0), Constant(node, 1), bias, WindowOf(node, Constant(node, 1)))),
        "MatMul" or "_FusedMatMul" when !node.Flag("transpose_a") => Fused(node, bias => _network.Dense(Input(node, 0), Matrix(node), bias)),
        "MaxPool" => _network.MaxPool(Input(node, 0), WindowOf(node, null)),
        "AvgPool" => _network.AveragePool(Input(node, 0), WindowOf(node, null)),
        "Add" or "AddV2" or "BiasAdd" => Both(node, "Add"),
        "Sub" => Both(node, "Sub"),
        "Mul" => Both(node, "Mul"),
        "RealDiv" => Both(node, "Div"),
        "Minimum" => Both(node, "Min"),
        "Maximum" => Both(node, "Max"),
        "Prelu" => Both(node, "PRelu"),
        "Relu" or "Relu6" => Activate(node.Operation, Input(node, 0)),
        "Sigmoid" or "Abs" or "Sqrt" or "Exp" or "Neg" => _network.Each(node.Operation, Input(node, 0)),
        "Square" => _network.Both("Mul", Input(node, 0), Input(node, 0)),
        "Rsqrt" => _network.Each("Reciprocal", _network.Each("Sqrt", Input(node, 0))),
        "Softmax" => _network.Softmax(Input(node, 0)),
        "Pad" => Pad(node),
        "Mean" => _network.Reduce("ReduceMean", Input(node, 0), Constant(node, 1).Integers, node.Flag("keep_dims")),
        "Sum" => _network.Reduce("ReduceSum", Input(node, 0), Constant(node, 1).Integers, node.Flag("keep_dims")),
        "Reshape" => _network.Reshape(Input(node, 0), EachPicture(Constant(node, 1).Integers)),
        "ResizeBilinear" => _network.Resize(Input(node, 0), Constant(node, 1).Integers, PlacesOf(node), _options.AnySize ? Declared() : null),
        "Squeeze" => _network.Squeeze(Input(node, 0), node.Integers("squeeze_dims")),
        "ConcatV2" => _network.Concat(
            [.. Enumerable.Range(0, node.Inputs.Count - 1).Select(i => Input(node, i))], Constant(node, node.Inputs.Count - 1).Integers[0]),
        _ => throw new ModelImportException($"The node '{node.Name}' is a {node.Operation}, which is not known."),
    };

    private Value Input(GraphNode node, int index) => Result(node.Inputs[index]);

    /// <summary>Operations that the converter joined to the one before them: a bias, an activation.</summary>
    private Value Fused(GraphNode node, Func<WeightTensor?, Value> operation)
    {
        var joined = node.Texts("fused_ops");
        var hasBias = joined.Contains("BiasAdd");
        var result = operation(hasBias ? Constant(node, 2) : null);
        return joined.Where(name => name != "BiasAdd").Aggregate(result, (value, name) => name == "Prelu"
            ? _network.Both("PRelu", value, Constant(node, hasBias ? 3 : 2))
            : Activate(name, value));
    }

    private Value Activate(string name, Value x) => name switch
    {
        "Relu" => _network.Each("Relu", x),
        "Relu6" => _network.Clip(x, 0, 6),
        "Sigmoid" => _network.Each("Sigmoid", x),
        _ => throw new ModelImportException($"The activation '{name}' is not known."),
    };

    private Value Both(GraphNode node, string @operator) => (Find(node.Inputs[0]), Find(node.Inputs[1])) switch
    {
        (null, null) => _network.Both(@operator, Input(node, 0), Input(node, 1)),
        (null, { } right) => _network.Both(@operator, Input(node, 0), right),
        ({ } left, null) => _network.Both(@operator, Input(node, 1), left, swapped: true),
        _ => throw new ModelImportException($"The node '{node.Name}' takes constants only."),
    };

    private Value Pad(GraphNode node)
    {
        var pads = Constant(node, 1).Integers;
        return _network.Pad(
            Input(node, 0), [.. pads.Where((_, index) => index % 2 == 0)], [.. pads.Where((_, index) => index % 2 == 1)]);
    }

    /// <summary>ONNX's name of the rule by which a pixel of the result finds its place in the original.</summary>
    private static string PlacesOf(GraphNode node) =>
        node.Flag("align_corners") ? "align_corners" : node.Flag("half_pixel_centers") ? "half_pixel" : "asymmetric";

    /// <summary>
    /// Some models were frozen for one picture; nothing in them cares how many there are. If so asked, rows and columns are open too.
    /// </summary>
    private long[] Open(long[] shape) => shape switch
    {
        [_, _, _, var channels] when _options.AnySize => [-1, -1, -1, channels],
        [1, .. var each] => [-1, .. each],
        _ => shape,
    };

    /// <summary>Rows and columns that the model was frozen for.</summary>
    private long[] Declared() => _nodes.Values.Single(node => node.Operation == "Placeholder").Shape("shape")[1..3];

    /// <summary>The same where it is said to an operation: 0 is as many as there are.</summary>
    private static long[] EachPicture(long[] shape) => shape is [1, .. var each] ? [0, .. each] : shape;

    private WeightTensor Matrix(GraphNode node) => node.Flag("transpose_b") ? Constant(node, 1).Transpose(1, 0) : Constant(node, 1);

    private WeightTensor Constant(GraphNode node, int index) => Find(node.Inputs[index])
        ?? throw new ModelImportException($"The node '{node.Name}' takes '{node.Inputs[index]}', which is no constant.");

    private WeightTensor? Find(string name)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return _nodes.TryGetValue(name, out var node) && node.Operation == "Identity" ? Find(node.Inputs[0]) : _weights.GetValueOrDefault(name);
    }

    private static Window WindowOf(GraphNode node, WeightTensor? kernel)
    {
        var padding = node.Text("padding");
        if (padding is not ("SAME" or "VALID") || node.Text("data_format") is not ("" or "NHWC"))
        {
            throw new ModelImportException($"The node '{node.Name}' has padding '{padding}' or channels first, which is not known.");
        }

        long[] size = kernel is null ? node.Integers("ksize")[1..3] : [kernel.Shape[0], kernel.Shape[1]];
        var dilations = node.Integers("dilations");
        return new Window(size, node.Integers("strides")[1..3], dilations.Length == 4 ? dilations[1..3] : [1, 1], padding == "SAME");
    }
}
