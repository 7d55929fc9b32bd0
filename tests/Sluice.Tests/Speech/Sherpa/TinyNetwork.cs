using System.Runtime.InteropServices;
using Sluice.Models.Onnx;

namespace Sluice.Tests.Speech.Sherpa;

/// <summary>Writes a network of a few operations with what recognisers' networks say of themselves.</summary>
internal sealed class TinyNetwork
{
    public const int Float = 1;
    public const int Int32 = 6;
    public const int Int64 = 7;

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<Action<ProtobufWriter>> _constants = [];
    private readonly List<(string Name, int Element, long[] Shape)> _inputs = [];
    private readonly List<(string Name, int Element, long[] Shape)> _outputs = [];
    private readonly Dictionary<string, string> _metadata = [];

    public TinyNetwork Says(string key, string value)
    {
        _metadata.Add(key, value);
        return this;
    }

    public TinyNetwork Says(string key, int value) => Says(key, $"{value}");

    /// <summary>A length of −1 is any.</summary>
    public string Input(string name, int element, params long[] shape)
    {
        _inputs.Add((name, element, shape));
        return name;
    }

    public string Add(string @operator, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var output = $"{@operator}_{_nodes.Count}";
        _nodes.Add(new OnnxNode(@operator, inputs, output, attributes));
        return output;
    }

    public void Output(string tensor, string name, int element, params long[] shape)
    {
        _nodes.Add(new OnnxNode("Identity", [tensor], name, []));
        _outputs.Add((name, element, shape));
    }

    public string Constant(float[] values, params long[] shape) => Constant(Float, MemoryMarshal.AsBytes<float>(values).ToArray(), shape);

    public string Constant(long[] values, params long[] shape) => Constant(Int64, MemoryMarshal.AsBytes<long>(values).ToArray(), shape);

    public void Write(string path)
    {
        using var file = File.Create(path);
        var writer = new ProtobufWriter(file);
        writer.Write(1, 8);
        writer.Write(7, graph =>
        {
            _nodes.ForEach(node => graph.Write(1, node.WriteTo));
            graph.Write(2, "tiny");
            _constants.ForEach(constant => graph.Write(5, constant));
            _inputs.ForEach(input => graph.Write(11, value => Describe(value, input)));
            _outputs.ForEach(output => graph.Write(12, value => Describe(value, output)));
        });
        writer.Write(8, operators =>
        {
            operators.Write(1, "");
            operators.Write(2, 13);
        });
        foreach (var (key, value) in _metadata)
        {
            writer.Write(14, entry =>
            {
                entry.Write(1, key);
                entry.Write(2, value);
            });
        }
    }

    private static void Describe(ProtobufWriter writer, (string Name, int Element, long[] Shape) tensor)
    {
        writer.Write(1, tensor.Name);
        writer.Write(2, type => type.Write(1, inner =>
        {
            inner.Write(1, tensor.Element);
            inner.Write(2, dimensions =>
            {
                for (var i = 0; i < tensor.Shape.Length; i++)
                {
                    var (at, length) = (i, tensor.Shape[i]);
                    dimensions.Write(1, dimension =>
                    {
                        if (length < 0)
                        {
                            dimension.Write(2, $"{tensor.Name}_{at}");
                        }
                        else
                        {
                            dimension.Write(1, length);
                        }
                    });
                }
            });
        }));
    }

    private string Constant(int element, byte[] bytes, long[] shape)
    {
        var name = $"constant_{_constants.Count}";
        _constants.Add(tensor =>
        {
            Array.ForEach(shape, length => tensor.Write(1, length));
            tensor.Write(2, element);
            tensor.Write(8, name);
            tensor.Write(9, bytes);
        });
        return name;
    }
}
