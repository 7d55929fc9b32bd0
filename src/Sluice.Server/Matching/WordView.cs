using System.Text;
using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// A text as words are looked for in it: letters and digits, one space wherever something else stands, and letters for the digits and signs
/// that people write in their place.
/// </summary>
internal sealed class WordView
{
    /// <summary>No word goes on beyond it.</summary>
    private const char End = '\n';

    private readonly char[] _characters;
    private readonly int[] _indexes;
    private readonly NormalizedText _text;

    private WordView(NormalizedText text, char[] characters, int[] indexes, int length) =>
        (_text, _characters, _indexes, Length) = (text, characters, indexes, length);

    public int Length { get; }

    public ReadOnlyMemory<char> Characters => _characters.AsMemory(0, Length);

    /// <param name="text">The text.</param>
    /// <param name="reading">How it is read where that is in doubt.</param>
    /// <param name="doubts">Where it is.</param>
    public static WordView Of(NormalizedText text, WordReading reading, out WordDoubts doubts)
    {
        var source = text.Characters;
        var characters = new char[source.Length];
        var indexes = new int[source.Length];
        var length = 0;
        var ones = 0;
        doubts = WordDoubts.None;
        for (var i = 0; i < source.Length; i++)
        {
            var character = source[i];
            var script = Scripts.Of(character);
            if (script is Script.Latin or Script.Arabic || (script == Script.Other && !char.IsHighSurrogate(character)))
            {
                characters[length] = character;
                indexes[length++] = i;
                continue;
            }

            if (char.IsHighSurrogate(character) && character is >= '\ud83c' and <= '\ud83e')
            {
                // Emoji part words.
                i++;
                script = Script.None;
            }
            else if (script == Script.Digit ? LookAlikes.LetterOf(character) != character && WordSigns.IsInWord(source, i)
                : script == Script.None && LookAlikes.LetterOf(character) != character && WordSigns.IsLetter(source, i, reading.Edges, ref doubts))
            {
                if (character is '1' or '|' or '!')
                {
                    character = ones++ % 2 == 0 ? reading.First : reading.Second;
                    doubts |= ones > 1 ? WordDoubts.Ones | WordDoubts.SeveralOnes : WordDoubts.Ones;
                }

                character = LookAlikes.LetterOf(character);
                script = Script.Latin;
            }

            if (script != Script.None)
            {
                characters[length] = character;
                indexes[length++] = i;
                continue;
            }

            ones = 0;
            if (IsEnd(character))
            {
                if (length > 0 && characters[length - 1] == ' ')
                {
                    length--;
                }

                characters[length] = End;
                indexes[length++] = i;
            }
            else if (length > 0 && characters[length - 1] is not (' ' or End))
            {
                characters[length] = ' ';
                indexes[length++] = i;
            }
        }

        return new WordView(text, characters, indexes, length);
    }

    /// <summary>Where a part of the view stands in the original text.</summary>
    public TextSpan SpanOf(int from, int to) => _text.SpanOf(_indexes[from], _indexes[to - 1] + 1);

    /// <summary>A space of the view that parts characters only to hide a word.</summary>
    public bool IsJoint(int at)
    {
        if (at == 0 || at + 1 == Length || _characters[at + 1] == End || _characters[at - 1] == End)
        {
            return false;
        }

        var (before, after) = (Scripts.Of(_characters[at - 1]), Scripts.Of(_characters[at + 1]));
        if (before == Script.Other || after == Script.Other)
        {
            return true;
        }

        return before == after && before is Script.Latin or Script.Arabic && (!HasSpace(at) || (IsSingle(at - 1) && IsSingle(at + 1)));
    }

    /// <summary>The view of a word that is looked for: without spaces before and after it.</summary>
    public string Trimmed() => new(Characters.Span.Trim(" \n"));

    /// <summary>The same without spaces that only part.</summary>
    public string Unspaced()
    {
        var letters = new StringBuilder(Length);
        for (var i = 0; i < Length; i++)
        {
            if (_characters[i] != ' ' || !IsJoint(i))
            {
                letters.Append(_characters[i]);
            }
        }

        return letters.ToString().Trim(' ', End);
    }

    private static bool IsEnd(char character) => character is '\n' or '。';

    private bool HasSpace(int at)
    {
        for (var i = _indexes[at - 1] + 1; i < _indexes[at + 1]; i++)
        {
            if (char.IsWhiteSpace(_text.Characters[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSingle(int at) =>
        (at == 0 || !Scripts.IsSpaced(_characters[at - 1])) && (at + 1 == Length || !Scripts.IsSpaced(_characters[at + 1]));
}
