namespace Sluice.Models.Onnx;

/// <summary>An operation of the graph.</summary>
/// <param name="Operator">Its name in ONNX: <c>Conv</c>.</param>
/// <param name="Inputs">Names of tensors; empty for an optional one that is left out.</param>
/// <param name="Output">The name of its result.</param>
/// <param name="Attributes">Each a long, float, string or long[].</param>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<(string Name, object Value)> Attributes)
{
    private const int FloatType = 1;
    private const int IntegerType = 2;
    private const int StringType = 3;
    private const int IntegersType = 7;

    public void WriteTo(ProtobufWriter writer)
    {
        foreach (var input in Inputs)
        {
            writer.Write(1, input);
        }

        writer.Write(2, Output);
        writer.Write(3, Output);
        writer.Write(4, Operator);
        foreach (var (name, value) in Attributes)
        {
            writer.Write(5, attribute => Write(attribute, name, value));
        }
    }

    private static void Write(ProtobufWriter writer, string name, object value)
    {
        writer.Write(1, name);
        switch (value)
        {
            case float number:
                writer.Write(2, number);
                writer.Write(20, FloatType);
                break;
            case long number:
                writer.Write(3, number);
                writer.Write(20, IntegerType);
                break;
            case string text:
                writer.Write(4, text);
                writer.Write(20, StringType);
                break;
            case long[] numbers:
                Array.ForEach(numbers, number => writer.Write(8, number));
                writer.Write(20, IntegersType);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }
    }
}
