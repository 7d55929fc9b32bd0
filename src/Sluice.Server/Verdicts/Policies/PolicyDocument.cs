using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>
/// The JSON of a policy, whose errors know their place. Comments and commas too many are let pass, as in other files that people write;
/// a name that is there twice is an error.
/// </summary>
internal sealed class PolicyDocument
{
    /// <summary>Of the text.</summary>
    public const int MostBytes = 1 << 20;

    private const int Depth = 16;
    private const int MostErrors = 100;
    private const int LongestName = 64;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly Dictionary<string, int> _lines = [];
    private readonly List<PolicyError> _errors = [];
    private int _left;
    private int _line = 1;
    private int _counted;

    /// <summary>Null: it is no JSON object.</summary>
    public JsonObject? Root { get; private set; }

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<PolicyError> Errors =>
    [
        .. _errors.OrderBy(error => error.Line),
        .. _left == 0 ? Array.Empty<PolicyError>() : [new PolicyError("", _line, $"{_left} more errors")],
    ];

    public static PolicyDocument Parse(byte[] json)
    {
        var document = new PolicyDocument();
        if (json.Length > MostBytes)
        {
            document.Fail("", $"it has {json.Length} bytes: at most {MostBytes}");
            return document;
        }

        var text = json.AsSpan().StartsWith(ByteOrderMark) ? json.AsSpan(ByteOrderMark.Length) : json;
        if (!Utf8.IsValid(text))
        {
            document.Fail("", "it is not UTF-8");
            return document;
        }

        document.ReadAll(text);
        return document;
    }

    /// <summary>The place within.</summary>
    public static string At(string path, string name)
    {
        var shown = IsPlain(name) ? name : $"[{JsonSerializer.Serialize(name.Length > LongestName ? name[..LongestName] + "…" : name)}]";
        return path.Length == 0 ? shown : IsPlain(name) ? $"{path}.{shown}" : path + shown;
    }

    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    public void Fail(string path, string problem) => Fail(path, LineOf(path), problem);

    private void Fail(string path, int line, string problem)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(new PolicyError(path, line, problem));
        }
        else
        {
            _left++;
        }
    }

    /// <summary>Of what is not there, the line of what it would be in.</summary>
    private int LineOf(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (_lines.TryGetValue(path[..end], out var line))
            {
                return line;
            }
        }

        return 1;
    }

    private void ReadAll(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = Depth,
        });
        try
        {
            reader.Read();
            var root = Value(ref reader, text, "");
            // What follows is an error of the reader's.
            reader.Read();
            if (root is JsonObject whole)
            {
                Root = whole;
            }
            else
            {
                Fail("", "it must be a JSON object");
            }
        }
        catch (JsonException failure)
        {
            Fail("", (int)(failure.LineNumber ?? 0) + 1, $"it is no JSON: {Reason(failure)}");
        }
    }

    private JsonNode? Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    Member(ref reader, text, path, members);
                }

                return members;
            case JsonTokenType.StartArray:
                var items = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var place = At(path, items.Count);
                    Mark(reader, text, place);
                    items.Add(Value(ref reader, text, place));
                }

                return items;
            case JsonTokenType.String:
                return JsonValue.Create(Text(ref reader, path));
            case JsonTokenType.Number:
                return JsonValue.Create(reader.TryGetDouble(out var number) ? number : double.PositiveInfinity);
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    private void Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, JsonObject members)
    {
        var name = Text(ref reader, path);
        var place = At(path, name);
        var isTwice = members.ContainsKey(name);
        if (!isTwice)
        {
            Mark(reader, text, place);
        }

        var line = Line(reader, text);
        reader.Read();
        var value = Value(ref reader, text, place);
        if (isTwice)
        {
            Fail(place, line, "is there twice");
        }
        else
        {
            members.Add(name, value);
        }
    }

    // An escape may stand for half a character: that is no text.
    private string Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Fail(path, "holds an escape that is no text");
            return "";
        }
    }

    private void Mark(in Utf8JsonReader reader, ReadOnlySpan<byte> text, string path) => _lines.TryAdd(path, Line(reader, text));

    private int Line(in Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var at = (int)reader.TokenStartIndex;
        _line += text[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }

    // The reader ends with the place, which is told already.
    private static string Reason(JsonException failure) => failure.Message.Split(" LineNumber:")[0];

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':');
}
