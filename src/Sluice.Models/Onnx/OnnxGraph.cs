using System.Runtime.InteropServices;

namespace Sluice.Models.Onnx;

/// <summary>A network in ONNX's terms, and its file.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The version of ONNX's operators that is written.</summary>
    public const int Opset = 13;

    private const int FileVersion = 8;
    private const int FloatElement = 1;
    private const int Int64Element = 7;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<(string Name, long[] Shape, int Element, byte[] Bytes)> _constants = [];
    private readonly List<(string Name, long[] Shape)> _inputs = [];
    private readonly List<(string Name, long[] Shape)> _outputs = [];

    public string Add(string @operator, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        var output = $"{@operator}_{_nodes.Count}";
        _nodes.Add(new OnnxNode(@operator, inputs, output, attributes));
        return output;
    }

    public string Constant(ReadOnlySpan<float> values, params long[] shape) => Constant(shape, FloatElement, MemoryMarshal.AsBytes(values));

    public string Constant(ReadOnlySpan<long> values, params long[] shape) => Constant(shape, Int64Element, MemoryMarshal.AsBytes(values));

    /// <param name="name">What callers know it by.</param>
    /// <param name="shape">−1: any length, in this file the number of pictures.</param>
    public void Input(string name, long[] shape) => _inputs.Add((name, shape));

    /// <summary>Gives a tensor the name under which callers ask for it.</summary>
    public void Output(string tensor, string name, long[] shape)
    {
        _nodes.Add(new OnnxNode("Identity", [tensor], name, []));
        _outputs.Add((name, shape));
    }

    public void WriteTo(Stream stream)
    {
        var writer = new ProtobufWriter(stream);
        writer.Write(1, FileVersion);
        writer.Write(2, "sluice");
        writer.Write(7, Graph);
        writer.Write(8, operators =>
        {
            operators.Write(1, "");
            operators.Write(2, Opset);
        });
    }

    private void Graph(ProtobufWriter writer)
    {
        _nodes.ForEach(node => writer.Write(1, node.WriteTo));
        writer.Write(2, "network");
        _constants.ForEach(constant => writer.Write(5, tensor =>
        {
            Array.ForEach(constant.Shape, length => tensor.Write(1, length));
            tensor.Write(2, constant.Element);
            tensor.Write(8, constant.Name);
            tensor.Write(9, constant.Bytes);
        }));
        _inputs.ForEach(input => writer.Write(11, value => Describe(value, input.Name, input.Shape)));
        _outputs.ForEach(output => writer.Write(12, value => Describe(value, output.Name, output.Shape)));
    }

    private static void Describe(ProtobufWriter writer, string name, long[] shape)
    {
        writer.Write(1, name);
        writer.Write(2, type => type.Write(1, tensor =>
        {
            tensor.Write(1, FloatElement);
            tensor.Write(2, dimensions => Array.ForEach(shape, length => dimensions.Write(1, dimension =>
            {
                if (length < 0)
                {
                    dimension.Write(2, "N");
                }
                else
                {
                    dimension.Write(1, length);
                }
            })));
        }));
    }

    private string Constant(long[] shape, int element, ReadOnlySpan<byte> bytes)
    {
        var name = $"constant_{_constants.Count}";
        _constants.Add((name, shape, element, bytes.ToArray()));
        return name;
    }
}
