using System.Text;
using System.Text.Json;

namespace Sluice.Models.Import;

/// <summary>An operation of a TensorFlow graph, as the model's file has it.</summary>
internal sealed class GraphNode(JsonElement node)
{
    public string Name { get; } = node.GetProperty("name").GetString()!;

    public string Operation { get; } = node.GetProperty("op").GetString()!;

    /// <summary>Names of nodes whose results it takes. Those that it only follows in time are left out.</summary>
    public IReadOnlyList<string> Inputs { get; } = node.TryGetProperty("input", out var inputs)
        ? [.. inputs.EnumerateArray().Select(input => input.GetString()!).Where(name => !name.StartsWith('^')).Select(name => name.Split(':')[0])]
        : [];

    public bool Flag(string name) => Find(name) is { } attribute && attribute.TryGetProperty("b", out var flag) && flag.GetBoolean();

    public string Text(string name) => Find(name) is { } attribute ? Decode(attribute.GetProperty("s")) : "";

    public IReadOnlyList<string> Texts(string name) =>
        Find(name) is { } attribute && attribute.GetProperty("list").TryGetProperty("s", out var texts) ? [.. texts.EnumerateArray().Select(Decode)] : [];

    public long[] Integers(string name) => Find(name) is { } attribute && attribute.GetProperty("list").TryGetProperty("i", out var numbers)
        ? [.. numbers.EnumerateArray().Select(Integer)]
        : [];

    public long[] Shape(string name) =>
        [.. Find(name)!.Value.GetProperty("shape").GetProperty("dim").EnumerateArray().Select(dimension => Integer(dimension.GetProperty("size")))];

    private JsonElement? Find(string name) =>
        node.TryGetProperty("attr", out var attributes) && attributes.TryGetProperty(name, out var attribute) ? attribute : null;

    private static string Decode(JsonElement text) => Encoding.UTF8.GetString(Convert.FromBase64String(text.GetString()!));

    // Large numbers stand in JSON as strings.
    private static long Integer(JsonElement number) =>
        number.ValueKind == JsonValueKind.String ? long.Parse(number.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : number.GetInt64();
}
