using System.Text.Json;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>What a server of KServe's protocol says of its model.</summary>
/// <param name="InputName">Of the one tensor that it takes.</param>
/// <param name="Input">How pictures become that tensor.</param>
/// <param name="Output">The name of the first that it gives.</param>
internal sealed record ServedModel(string InputName, ClassifierInput Input, string Output)
{
    /// <summary>The protocol's word for 32-bit floats.</summary>
    public const string Float = "FP32";

    /// <exception cref="RemoteException">It takes no pictures as they are configured, or gives other numbers.</exception>
    public static ServedModel Read(JsonElement described, OwnModelOptions options, int labels)
    {
        if (Tensors(described, "inputs") is not [var input] || Name(input) is not { } name || Text(input, "datatype") != Float ||
            Lengths(input) is not { } declared)
        {
            throw Bad($"the model does not take one tensor of {Float}");
        }

        List<string> problems = [];
        var shape = ClassifierShape.Find(declared, options.Input, problems);
        if (shape is null)
        {
            throw Bad($"the model does not fit: {string.Join("; ", problems)}");
        }

        if (Tensors(described, "outputs") is not [var output, ..] || Name(output) is not { } outputName)
        {
            throw Bad("the model gives nothing");
        }

        var given = Lengths(output)?.Skip(shape.IsBatched ? 1 : 0).ToArray();
        if (given is { Length: > 0 } && given.All(length => length > 0) && given.Aggregate(1L, (product, length) => product * length) != labels)
        {
            throw Bad($"the model gives [{string.Join(", ", given)}] numbers for a picture, and there are {labels} labels");
        }

        return new ServedModel(name, new ClassifierInput(shape, options.Input), outputName);
    }

    /// <summary>The tensor of that name; null: there is none.</summary>
    public static JsonElement? Find(JsonElement parent, string list, string name)
    {
        foreach (var tensor in Tensors(parent, list))
        {
            if (Name(tensor) == name)
            {
                return tensor;
            }
        }

        return null;
    }

    public static JsonElement[] Tensors(JsonElement parent, string list) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(list, out var tensors) && tensors.ValueKind == JsonValueKind.Array
            ? [.. tensors.EnumerateArray().Where(tensor => tensor.ValueKind == JsonValueKind.Object)]
            : [];

    public static string? Name(JsonElement tensor) => Text(tensor, "name");

    public static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long[]? Lengths(JsonElement tensor) =>
        tensor.TryGetProperty("shape", out var shape) && shape.ValueKind == JsonValueKind.Array &&
        shape.EnumerateArray().All(length => length.ValueKind == JsonValueKind.Number && length.TryGetInt64(out _))
            ? [.. shape.EnumerateArray().Select(length => length.GetInt64())]
            : null;

    private static RemoteException Bad(string message) => new(CallOutcome.BadAnswer, message);
}
