using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>What a value is, without exceptions.</summary>
internal static class JsonForm
{
    /// <summary>Null: it is no text.</summary>
    public static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Null: it is no number.</summary>
    public static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    /// <summary>Null: it is no array, or one with something else in it.</summary>
    public static string[]? Texts(JsonNode? value)
    {
        if (value is not JsonArray array)
        {
            return null;
        }

        string[] texts = [.. array.Select(Text).OfType<string>()];
        return texts.Length == array.Count ? texts : null;
    }
}
