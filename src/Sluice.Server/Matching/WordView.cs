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

    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, char.MaxValue + 1).Select(character => KindOf((char)character))];

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
        var characters = GC.AllocateUninitializedArray<char>(source.Length);
        var indexes = GC.AllocateUninitializedArray<int>(source.Length);
        doubts = WordDoubts.None;
        var (length, parted) = (0, (int)Kind.Parts);
        var (ones, lastOne, lastGap) = (0, -1, -1);
        for (var i = 0; i < source.Length; i++)
        {
            var character = source[i];
            var kind = (int)Kinds[character];
            if (kind != (int)Kind.Asked)
            {
                // Nearly all of a text, and so without a branch that is hard to foretell: of several that part the first is kept.
                characters[length] = kind == (int)Kind.Parts ? ' ' : character;
                indexes[length] = i;
                length += (kind & parted) ^ 1;
                lastGap = kind == (int)Kind.Parts ? i : lastGap;
                parted = kind;
                continue;
            }

            var script = Scripts.Of(character);
            if (char.IsHighSurrogate(character) && character is >= '\ud83c' and <= '\ud83e')
            {
                // Emoji part words.
                i++;
                script = Script.None;
            }
            else if (script == Script.Digit ? WordSigns.IsInWord(source, i)
                : script == Script.None && LookAlikes.LetterOf(character) != character && WordSigns.IsLetter(source, i, reading.Edges, ref doubts))
            {
                if (character is '1' or '|' or '!')
                {
                    ones = lastGap > lastOne ? 1 : ones + 1;
                    lastOne = i;
                    character = ones % 2 == 1 ? reading.First : reading.Second;
                    doubts |= ones > 1 ? WordDoubts.Ones | WordDoubts.SeveralOnes : WordDoubts.Ones;
                }

                character = LookAlikes.LetterOf(character);
                script = Script.Latin;
            }

            if (script != Script.None)
            {
                characters[length] = character;
                indexes[length++] = i;
                parted = (int)Kind.Letter;
                continue;
            }

            lastGap = i;
            if (IsEnd(character))
            {
                if (length > 0 && characters[length - 1] == ' ')
                {
                    length--;
                }

                characters[length] = End;
                indexes[length++] = i;
            }
            else
            {
                characters[length] = ' ';
                indexes[length] = i;
                length += parted ^ 1;
            }

            parted = (int)Kind.Parts;
        }

        return new WordView(text, characters, indexes, length);
    }

    /// <summary>Where a part of the view stands in the original text.</summary>
    public TextSpan SpanOf(int from, int to) => _text.SpanOf(_indexes[from], _indexes[to - 1] + 1);

    /// <summary>A part of the view is a word of its own.</summary>
    public bool IsWhole(int from, int to) => WordEdges.IsWhole(_characters.AsSpan(0, Length), from, to);

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

    private enum Kind : byte
    {
        /// <summary>A letter or digit, which stands for itself.</summary>
        Letter = 0,

        /// <summary>Parts words, whatever is beside it.</summary>
        Parts = 1,

        /// <summary>It depends.</summary>
        Asked = 2,
    }

    private static Kind KindOf(char character) =>
        char.IsHighSurrogate(character) || LookAlikes.LetterOf(character) != character || IsEnd(character) ? Kind.Asked
        : Scripts.Of(character) == Script.None ? Kind.Parts
        : Kind.Letter;

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
