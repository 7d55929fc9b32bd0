using Sluice.Models.Onnx;
using Sluice.Models.Tfjs;

namespace Sluice.Models.Import;

/// <summary>Writes TensorFlow's operations as ONNX's, keeping pictures with their channels first for as long as that is possible.</summary>
internal sealed class Network
{
    private static readonly long[] ToFirst = [0, 3, 1, 2];
    private static readonly long[] ToLast = [0, 2, 3, 1];
    private readonly OnnxGraph _graph = new();
    private string _input = "";

    public Value Input(string name, long[] shape)
    {
        _graph.Input(name, shape);
        _input = name;
        return Value.ChannelsLast(name);
    }

    public void Output(Value value, string name, long[] shape) => _graph.Output(Last(value), name, shape);

    public void WriteTo(Stream stream) => _graph.WriteTo(stream);

    /// <param name="x">Pictures.</param>
    /// <param name="kernel">Rows, columns, channels in, channels out.</param>
    /// <param name="bias">One for each channel out, or null.</param>
    /// <param name="window">Its size is the kernel's.</param>
    public Value Conv(Value x, WeightTensor kernel, WeightTensor? bias, Window window) =>
        Conv(x, kernel.Transpose(3, 2, 0, 1), bias, window, groups: 1);

    /// <param name="x">Pictures.</param>
    /// <param name="kernel">Rows, columns, channels in, and for each of them channels out.</param>
    /// <param name="bias">One for each channel out, or null.</param>
    /// <param name="window">Its size is the kernel's.</param>
    public Value DepthwiseConv(Value x, WeightTensor kernel, WeightTensor? bias, Window window)
    {
        var moved = kernel.Transpose(2, 3, 0, 1);
        var (channels, each, rows, columns) = (moved.Shape[0], moved.Shape[1], moved.Shape[2], moved.Shape[3]);
        return Conv(x, moved.Reshape(channels * each, 1, rows, columns), bias, window, channels);
    }

    public Value Normalize(Value x, WeightTensor gamma, WeightTensor beta, WeightTensor mean, WeightTensor variance, float epsilon) =>
        Value.ChannelsFirst(_graph.Add(
            "BatchNormalization", [First(x), Constant(gamma), Constant(beta), Constant(mean), Constant(variance)], ("epsilon", epsilon)));

    public Value MaxPool(Value x, Window window) => Value.ChannelsFirst(_graph.Add("MaxPool", [First(x)], [.. window.Attributes]));

    /// <summary>What pads does not count.</summary>
    public Value AveragePool(Value x, Window window) => Value.ChannelsFirst(_graph.Add("AveragePool", [First(x)], [.. window.Attributes]));

    /// <summary>Zeros around.</summary>
    /// <param name="x">Of any form.</param>
    /// <param name="before">For each dimension of TensorFlow's form.</param>
    /// <param name="after">For each dimension of TensorFlow's form.</param>
    public Value Pad(Value x, long[] before, long[] after)
    {
        if (x.First is null || before.Length != 4)
        {
            return Value.ChannelsLast(_graph.Add("Pad", [Last(x), Integers([.. before, .. after])]));
        }

        long[] pads = [.. ToFirst.Select(axis => before[axis]), .. ToFirst.Select(axis => after[axis])];
        return Value.ChannelsFirst(_graph.Add("Pad", [x.First, Integers(pads)]));
    }

    /// <summary>One that looks at each number alone.</summary>
    public Value Each(string @operator, Value x, params string[] more) => x.First is { } first
        ? Value.ChannelsFirst(_graph.Add(@operator, [first, .. more]))
        : Value.ChannelsLast(_graph.Add(@operator, [x.Last!, .. more]));

    public Value Clip(Value x, float least, float most) => Each("Clip", x, _graph.Constant([least]), _graph.Constant([most]));

    /// <summary>One that takes two tensors, of one shape or such that one is repeated.</summary>
    public Value Both(string @operator, Value x, Value y) => x.First is { } one && y.First is { } other
        ? Value.ChannelsFirst(_graph.Add(@operator, [one, other]))
        : Value.ChannelsLast(_graph.Add(@operator, [Last(x), Last(y)]));

    /// <summary>The same with numbers that are known.</summary>
    public Value Both(string @operator, Value x, WeightTensor y, bool swapped = false)
    {
        if (x.First is null || y.Shape.Length > 4)
        {
            var plain = Constant(y);
            return Value.ChannelsLast(_graph.Add(@operator, swapped ? [plain, Last(x)] : [Last(x), plain]));
        }

        var moved = Constant(y.Reshape([.. Enumerable.Repeat(1, 4 - y.Shape.Length), .. y.Shape]).Transpose(0, 3, 1, 2));
        return Value.ChannelsFirst(_graph.Add(@operator, swapped ? [moved, x.First] : [x.First, moved]));
    }

    public Value Concat(IReadOnlyList<Value> values, long axis)
    {
        if (axis is 3 or -1 && values.All(value => value.First is not null))
        {
            return Value.ChannelsFirst(_graph.Add("Concat", [.. values.Select(First)], ("axis", 1L)));
        }

        return Value.ChannelsLast(_graph.Add("Concat", [.. values.Select(Last)], ("axis", axis)));
    }

    /// <param name="x">Of any form.</param>
    /// <param name="operator"><c>ReduceMean</c> or <c>ReduceSum</c>.</param>
    /// <param name="axes">Of TensorFlow's form.</param>
    /// <param name="keep">They stay, with length 1.</param>
    public Value Reduce(string @operator, Value x, long[] axes, bool keep)
    {
        long kept = keep ? 1 : 0;
        // The mean of a whole picture is the same in both forms, but for where its channels are when the picture's dimensions stay.
        if (@operator == "ReduceMean" && axes is [1, 2] && x.First is { } first)
        {
            var mean = _graph.Add(@operator, [first], ("axes", new long[] { 2, 3 }), ("keepdims", kept));
            return keep ? Value.ChannelsFirst(mean) : Value.ChannelsLast(mean);
        }

        // At this version of ONNX a sum takes its axes as a tensor, a mean does not.
        return Value.ChannelsLast(@operator == "ReduceSum"
            ? _graph.Add(@operator, [Last(x), Integers(axes)], ("keepdims", kept))
            : _graph.Add(@operator, [Last(x)], ("axes", axes), ("keepdims", kept)));
    }

    public Value Softmax(Value x) => Value.ChannelsLast(_graph.Add("Softmax", [Last(x)], ("axis", -1L)));

    public Value Reshape(Value x, long[] shape) => Value.ChannelsLast(_graph.Add("Reshape", [Last(x), Integers(shape)]));

    /// <summary>Scales pictures by the four pixels around each point.</summary>
    /// <param name="x">Pictures.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="places">ONNX's name of the rule by which a pixel of the result finds its place in the original.</param>
    /// <param name="declared">Rows and columns of the network's input that the size is meant for; null: it is the size for all.</param>
    public Value Resize(Value x, long[] size, string places, long[]? declared)
    {
        // How many pictures there are, and of which size, is only known when it runs.
        var count = _graph.Add("Slice", [_graph.Add("Shape", [First(x)]), Integers([0]), Integers([2])]);
        var wanted = declared is null ? Integers(size) : InProportion(size, declared);
        var sizes = _graph.Add("Concat", [count, wanted], ("axis", 0L));
        return Value.ChannelsFirst(_graph.Add(
            "Resize", [First(x), "", "", sizes], ("mode", "linear"), ("coordinate_transformation_mode", places)));
    }

    public Value Squeeze(Value x, long[] axes) => Value.ChannelsLast(_graph.Add("Squeeze", [Last(x), Integers(axes)]));

    public Value Dense(Value x, WeightTensor kernel, WeightTensor? bias)
    {
        var product = _graph.Add("MatMul", [Last(x), Constant(kernel)]);
        return Value.ChannelsLast(bias is null ? product : _graph.Add("Add", [product, Constant(bias)]));
    }

    private Value Conv(Value x, WeightTensor kernel, WeightTensor? bias, Window window, long groups)
    {
        string[] inputs = bias is null ? [First(x), Constant(kernel)] : [First(x), Constant(kernel), Constant(bias)];
        return Value.ChannelsFirst(_graph.Add("Conv", inputs, [.. window.Attributes, ("dilations", window.Dilations), ("group", groups)]));
    }

    private string InProportion(long[] size, long[] declared)
    {
        var given = _graph.Add("Slice", [_graph.Add("Shape", [_input]), Integers([1]), Integers([3])]);
        return _graph.Add("Div", [_graph.Add("Mul", [Integers(size), given]), Integers(declared)]);
    }

    private string First(Value x) => x.First ??= _graph.Add("Transpose", [x.Last!], ("perm", ToFirst));

    private string Last(Value x) => x.Last ??= _graph.Add("Transpose", [x.First!], ("perm", ToLast));

    private string Constant(WeightTensor weights) => _graph.Constant(weights.Values, [.. weights.Shape.Select(length => (long)length)]);

    private string Integers(long[] values) => _graph.Constant(values, values.Length);
}
