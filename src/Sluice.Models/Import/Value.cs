namespace Sluice.Models.Import;

/// <summary>
/// A tensor of the network that is being written. TensorFlow has a picture's channels last, ONNX's operations want them first: each
/// form is written when it is first asked for. What is no picture has the first form only.
/// </summary>
internal sealed class Value
{
    private Value(string? last, string? first) => (Last, First) = (last, first);

    /// <summary>The name of the form that TensorFlow has.</summary>
    public string? Last { get; set; }

    /// <summary>The name of the form with channels first.</summary>
    public string? First { get; set; }

    public static Value ChannelsLast(string name) => new(name, null);

    public static Value ChannelsFirst(string name) => new(null, name);
}
