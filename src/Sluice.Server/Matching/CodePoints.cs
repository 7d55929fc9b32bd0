using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Parts of a text by code points, for parts that are asked for in order or not.</summary>
internal sealed class CodePoints
{
    private readonly string _text;

    // Where each code point begins; null: they are characters.
    private readonly int[]? _starts;

    public CodePoints(string text)
    {
        _text = text;
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return;
        }

        List<int> starts = [];
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1)
        {
            starts.Add(i);
        }

        _starts = [.. starts];
    }

    public string Slice(TextSpan span) => _text[At(span.From)..At(span.To)];

    private int At(int place) => _starts is null ? place : place < _starts.Length ? _starts[place] : _text.Length;
}
