namespace Sluice.Server.Detection.Own;

/// <summary>What an ONNX file says that it takes and gives, read without its weights: a large file costs no more than a small one.</summary>
/// <param name="Inputs">Without those that are only constants.</param>
/// <param name="Outputs">In the file's order.</param>
internal sealed record OnnxHeader(IReadOnlyList<OnnxTensor> Inputs, IReadOnlyList<OnnxTensor> Outputs)
{
    // The numbers of fields are those of onnx.proto.
    private const int ModelGraph = 7;
    private const int GraphInitializer = 5;
    private const int GraphInput = 11;
    private const int GraphOutput = 12;
    private const int InitializerName = 8;
    private const int ValueName = 1;
    private const int ValueType = 2;
    private const int TypeTensor = 1;
    private const int TensorElement = 1;
    private const int TensorShape = 2;
    private const int ShapeDimension = 1;
    private const int DimensionLength = 1;

    /// <exception cref="InvalidDataException">It is no ONNX file, or cut off.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static OnnxHeader Read(string path)
    {
        using var file = File.OpenRead(path);
        var reader = new ProtobufReader(file);
        OnnxHeader? header = null;
        reader.Read(file.Length, (field, end) => header = field == ModelGraph ? Graph(reader, end) : header);
        return header is { Inputs.Count: > 0, Outputs.Count: > 0 } ? header : throw new InvalidDataException("it holds no network");
    }

    private static OnnxHeader Graph(ProtobufReader reader, long end)
    {
        List<OnnxTensor> inputs = [], outputs = [];
        HashSet<string> constants = [];
        reader.Read(end, (field, until) =>
        {
            switch (field)
            {
                case GraphInitializer:
                    reader.Read(until, (inner, at) => { if (inner == InitializerName) constants.Add(reader.Text(at)); });
                    break;
                case GraphInput:
                    inputs.Add(Tensor(reader, until));
                    break;
                case GraphOutput:
                    outputs.Add(Tensor(reader, until));
                    break;
            }
        });
        return new OnnxHeader([.. inputs.Where(input => !constants.Contains(input.Name))], outputs);
    }

    private static OnnxTensor Tensor(ProtobufReader reader, long end)
    {
        var tensor = new OnnxTensor("", 0, null);
        reader.Read(end, (field, until) =>
        {
            if (field == ValueName)
            {
                tensor = tensor with { Name = reader.Text(until) };
            }
            else if (field == ValueType)
            {
                reader.Read(until, (type, at) => tensor = type == TypeTensor ? Typed(reader, tensor, at) : tensor);
            }
        });
        return tensor;
    }

    private static OnnxTensor Typed(ProtobufReader reader, OnnxTensor tensor, long end)
    {
        List<long>? shape = null;
        reader.Read(
            end,
            (field, until) =>
            {
                if (field == TensorShape)
                {
                    shape = [];
                    reader.Read(until, (inner, at) => { if (inner == ShapeDimension) shape.Add(Length(reader, at)); });
                }
            },
            (field, value) => tensor = field == TensorElement ? tensor with { ElementType = (int)value } : tensor);
        return tensor with { Shape = shape?.ToArray() };
    }

    private static long Length(ProtobufReader reader, long end)
    {
        var length = -1L;
        reader.Read(end, number: (field, value) => length = field == DimensionLength ? value : length);
        return length > 0 ? length : -1;
    }
}
