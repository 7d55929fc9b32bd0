using Sluice.Server.Detection;

namespace Sluice.Server.Callbacks;

/// <summary>A text whose parts are named by Unicode code points.</summary>
internal sealed class CodePointText
{
    private readonly string _text;

    // Where each code point begins, and the end.
    private readonly List<int> _at = [];

    public CodePointText(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            _at.Add(i);
        }

        _at.Add(text.Length);
    }

    public string Part(TextSpan span) => _text[_at[span.From].._at[span.To]];
}
