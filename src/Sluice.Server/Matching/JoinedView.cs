using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// A <see cref="WordView"/> without what parts characters only to hide a word: anything beside Chinese, signs within a word, spaces between
/// single letters; and with each letter once where it is repeated. How often it stood there is known: it tells <c>good</c> from <c>god</c>.
/// </summary>
internal sealed class JoinedView
{
    /// <summary>A letter that stands so often is repeated for show: no word has that.</summary>
    private const int Show = 3;

    /// <summary>Letters that somebody wrote one by one are a word from so many on, whatever stands beside it: fewer come about by chance.</summary>
    private const int Spelled = 4;

    private readonly WordView _spaced;
    private readonly char[] _characters;
    private readonly int[] _kept;

    private JoinedView(WordView spaced, char[] characters, int[] kept, int length) => (_spaced, _characters, _kept, Length) = (spaced, characters, kept, length);

    public int Length { get; }

    public ReadOnlyMemory<char> Characters => _characters.AsMemory(0, Length);

    /// <summary>Of each character its place in the spaced view.</summary>
    public ReadOnlySpan<int> Kept => _kept.AsSpan(0, Length);

    /// <summary>null: it is the same.</summary>
    public static JoinedView? Of(WordView spaced)
    {
        var source = spaced.Characters.Span;
        char[]? characters = null;
        int[]? kept = null;
        var (length, next, last) = (0, 0, '\0');
        for (var i = 0; i < source.Length; i++)
        {
            var character = source[i];
            if (character == ' ' ? !spaced.IsJoint(i) : character != last || Scripts.Of(character) is not (Script.Latin or Script.Arabic))
            {
                last = character;
                continue;
            }

            characters ??= GC.AllocateUninitializedArray<char>(source.Length);
            kept ??= GC.AllocateUninitializedArray<int>(source.Length);
            length = Keep(source, next, i, characters, kept, length);
            next = i + 1;
        }

        if (characters is null)
        {
            return null;
        }

        length = Keep(source, next, source.Length, characters, kept!, length);
        return new JoinedView(spaced, characters, kept!, length);
    }

    /// <summary>Where a part of the view stands in the original text.</summary>
    public TextSpan SpanOf(int from, int to) => _spaced.SpanOf(_kept[from], EndOfRun(to - 1, out _));

    /// <summary>The letters stand there as often as in a word, or so often that it is for show.</summary>
    /// <param name="from">Its first character.</param>
    /// <param name="to">The one after its last.</param>
    /// <param name="word">The word; with each letter once it is what stands there.</param>
    public bool IsWrittenAs(int from, int to, string word)
    {
        var at = 0;
        for (var i = from; i < to; i++)
        {
            var run = 1;
            for (at++; at < word.Length && word[at] == word[at - 1] && Scripts.Of(word[at]) is Script.Latin or Script.Arabic; at++)
            {
                run++;
            }

            EndOfRun(i, out var written);
            if (written != run && (written < Show || written < run))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Some letter stands there twice.</summary>
    public bool HasDoubles(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            EndOfRun(i, out var written);
            if (written == Show - 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word of its own, also beside a word of one letter: <c>a c a s i n o</c>; and one whose letters all stand alone.</summary>
    public bool IsWhole(int from, int to)
    {
        var text = _characters.AsSpan(0, Length);
        var (begins, ends) = (WordEdges.Begins(text, from), WordEdges.Ends(text, to));
        if ((!begins || !ends) && IsSpelled(from, to))
        {
            var source = _spaced.Characters.Span;
            return (begins || source[_kept[from] - 1] == ' ') && (ends || source[EndOfRun(to - 1, out _)] == ' ');
        }

        return (begins || IsLone(from - 1, from - 2, from)) && (ends || IsLone(to, to + 1, to));
    }

    /// <returns>How long the view is with the part.</returns>
    private static int Keep(ReadOnlySpan<char> source, int from, int to, char[] characters, int[] kept, int length)
    {
        source[from..to].CopyTo(characters.AsSpan(length));
        var places = kept.AsSpan(length, to - from);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = from + i;
        }

        return length + places.Length;
    }

    // Something parts each letter from the next one.
    private bool IsSpelled(int from, int to)
    {
        if (to - from < Spelled)
        {
            return false;
        }

        var source = _spaced.Characters.Span;
        for (var i = from + 1; i < to; i++)
        {
            if (source[_kept[i] - 1] != ' ')
            {
                return false;
            }
        }

        return true;
    }

    // One letter that is a word, with nothing beyond it, and parted from what comes after its end or before its begin.
    private bool IsLone(int at, int beyond, int gap) =>
        _characters[at] is 'a' or 'i' or 'و' && (beyond < 0 || beyond >= Length || !Scripts.IsSpaced(_characters[beyond]))
        && _spaced.Characters.Span[_kept[gap] - 1] == ' ';

    private int EndOfRun(int at, out int count)
    {
        var source = _spaced.Characters.Span;
        var next = at + 1 < Length ? _kept[at + 1] : source.Length;
        var end = _kept[at] + 1;
        count = 1;
        for (var i = end; i < next; i++)
        {
            if (source[i] != ' ')
            {
                count++;
                end = i + 1;
            }
        }

        return end;
    }
}
