using System.Text.Json;

namespace Sluice.Server.Api.Calls;

/// <summary>Text within JSON. An escaped lone surrogate is valid JSON, but no text: it cannot be written again.</summary>
internal static class JsonText
{
    /// <summary>Every name and string of it, at any depth, is text.</summary>
    public static bool IsValid(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsValid),
                JsonValueKind.Object => element.EnumerateObject().All(property => property.Name is not null && IsValid(property.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
