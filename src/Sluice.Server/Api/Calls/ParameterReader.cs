using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Server.Api.Calls;

/// <summary>
/// Reads the parameters of one JSON object and keeps the first thing that is wrong with them, in words that name the
/// parameter. Null and empty count as missing; nothing is trimmed; lengths are Unicode code points.
/// </summary>
internal sealed class ParameterReader
{
    private readonly JsonElement _object;
    private readonly ParameterReader? _outer;
    private readonly string _prefix;
    private string? _reason;

    /// <param name="source">The object.</param>
    /// <param name="known">The names that this call knows: a known name given twice is an error, an unknown one is ignored.</param>
    /// <param name="outer">The reader of the object that this one is a parameter of: it keeps what is wrong.</param>
    /// <param name="prefix">How this object is called in reasons, with its dot.</param>
    public ParameterReader(JsonElement source, IReadOnlySet<string> known, ParameterReader? outer = null, string prefix = "")
    {
        _object = source;
        _outer = outer;
        _prefix = prefix;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in source.EnumerateObject())
        {
            if (NameOf(property) is { } name && known.Contains(name) && !seen.Add(name))
            {
                Fail(name, "given twice");
            }
        }
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public string? Reason => _outer is null ? _reason : _outer.Reason;

    [MemberNotNullWhen(true, nameof(Reason))]
    public bool Failed => Reason is not null;

    public void Fail(string name, string what)
    {
        if (_outer is not null)
        {
            _outer.Fail(_prefix + name, what);
        }
        else
        {
            _reason ??= $"{name}: {what}";
        }
    }

    /// <summary>Null and an empty string count as missing.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        _object.TryGetProperty(name, out value)
        && value.ValueKind != JsonValueKind.Null
        && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""));

    /// <summary>A string that must be there. When it is not, the result is empty and <see cref="Reason"/> is set.</summary>
    public string Required(string name, int maxLength)
    {
        var value = Optional(name, maxLength);
        if (value is null)
        {
            Fail(name, "missing");
        }

        return value ?? "";
    }

    /// <summary>A string that may be there.</summary>
    public string? Optional(string name, int maxLength)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fail(name, "must be a string");
            return null;
        }

        if (TextOf(value) is not { } text)
        {
            Fail(name, "not valid text");
            return null;
        }

        if (CodePoints(text) > maxLength)
        {
            Fail(name, $"at most {maxLength} characters");
            return null;
        }

        return text;
    }

    /// <summary>A string out of a closed list.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        var text = Optional(name, int.MaxValue);
        if (text is not null && !allowed.Contains(text))
        {
            Fail(name, $"must be {string.Join(", ", allowed!)}");
            return null;
        }

        return text;
    }

    /// <summary>A list of strings that may be there; null when it is empty, too.</summary>
    public IReadOnlyList<string>? Strings(string name, int maxCount, int maxLength)
    {
        if (!TryGet(name, out var value) || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
        {
            Fail(name, $"must be a list of at most {maxCount} strings");
            return null;
        }

        var strings = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || TextOf(item) is not { Length: > 0 } text || CodePoints(text) > maxLength)
            {
                Fail(name, $"each must be a string of 1 to {maxLength} characters");
                return null;
            }

            strings.Add(text);
        }

        return strings;
    }

    /// <summary>An object that may be there.</summary>
    public JsonElement? Object(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Fail(name, "must be an object");
            return null;
        }

        return value;
    }

    /// <summary>A number, given as a number or as a string of one.</summary>
    public double? Number(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        double number;
        var read = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => double.TryParse("", out number),
        };
        if (read && double.IsFinite(number))
        {
            return number;
        }

        Fail(name, "must be a number");
        return null;
    }

    /// <summary>A whole number within a range.</summary>
    public int? Integer(string name, int min, int max = int.MaxValue)
    {
        if (Number(name) is not { } number)
        {
            return null;
        }

        if (number != Math.Floor(number) || number < min || number > max)
        {
            Fail(name, max == int.MaxValue ? $"must be a whole number of at least {min}" : $"must be a whole number from {min} to {max}");
            return null;
        }

        return (int)number;
    }

    /// <summary>0 or 1, also as a string or a boolean; false when missing.</summary>
    public bool Flag(string name)
    {
        if (!TryGet(name, out var value))
        {
            return false;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value),
            JsonValueKind.Number when value.TryGetDouble(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => value.GetRawText(),
        };
        switch (text)
        {
            case "0" or "false":
                return false;
            case "1" or "true":
                return true;
            default:
                Fail(name, "must be 0 or 1");
                return false;
        }
    }

    public static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c))
            {
                count--;
            }
        }

        return count;
    }

    // An escaped lone surrogate is valid JSON but no text.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
