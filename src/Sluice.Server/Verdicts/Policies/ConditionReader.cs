using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Reads for whom an override is: each of its members one value, or an array of them.</summary>
internal static class ConditionReader
{
    private const string When = "when";
    private const string Tenant = "tenant";
    private const string App = "app";
    private const string Event = "event";
    private const string Room = "room";
    private const string Level = "level";
    private const int HighestLevel = 4;
    private static readonly string[] Known = [Tenant, App, Event, Room, Level];

    /// <param name="document">Keeps what is wrong.</param>
    /// <param name="path">Of the override.</param>
    /// <param name="holder">The override.</param>
    public static PolicyCondition Read(PolicyDocument document, string path, JsonObject holder)
    {
        path = PolicyDocument.At(path, When);
        if (holder[When] is not JsonObject { Count: > 0 } when)
        {
            document.Fail(path, $"must be an object with one or more of {string.Join(", ", Known)}");
            return new PolicyCondition();
        }

        foreach (var (name, _) in when)
        {
            if (!Known.Contains(name))
            {
                document.Fail(PolicyDocument.At(path, name), $"is not known: there may be {string.Join(", ", Known)}");
            }
        }

        return new PolicyCondition
        {
            Tenants = Texts(document, path, when, Tenant),
            Apps = Texts(document, path, when, App),
            Events = Texts(document, path, when, Event),
            Rooms = Texts(document, path, when, Room),
            Levels = Levels(document, path, when),
        };
    }

    private static FrozenSet<string>? Texts(PolicyDocument document, string path, JsonObject when, string name)
    {
        if (!when.TryGetPropertyValue(name, out var value))
        {
            return null;
        }

        var texts = JsonForm.Text(value) is { } one ? [one] : JsonForm.Texts(value);
        if (texts is not { Length: > 0 } || texts.Contains(""))
        {
            document.Fail(PolicyDocument.At(path, name), "must be a text, or an array of texts");
        }

        return texts?.ToFrozenSet();
    }

    private static FrozenSet<int>? Levels(PolicyDocument document, string path, JsonObject when)
    {
        if (!when.TryGetPropertyValue(Level, out var value))
        {
            return null;
        }

        double?[] numbers = value is JsonArray array ? [.. array.Select(JsonForm.Number)] : [JsonForm.Number(value)];
        if (numbers.Length > 0 && numbers.All(number => number is >= 0 and <= HighestLevel && double.IsInteger(number.Value)))
        {
            return numbers.Select(number => (int)number!.Value).ToFrozenSet();
        }

        document.Fail(PolicyDocument.At(path, Level), $"must be a whole number from 0 to {HighestLevel}, or an array of them");
        return FrozenSet<int>.Empty;
    }
}
