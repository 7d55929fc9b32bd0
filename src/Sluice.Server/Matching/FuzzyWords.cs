namespace Sluice.Server.Matching;

/// <summary>
/// Finds words in which characters are wrong, missing or too much, one in six, as readers of text on screen make errors: a character for one
/// that looks like it. Of a word that is cut in one more piece than it may have errors, one piece stands in the text as it is: those are
/// searched for, and what is around each is compared.
/// </summary>
internal sealed class FuzzyWords
{
    /// <summary>A shorter word may have no error.</summary>
    public const int Shortest = 6;

    private const int MostErrors = 2;

    // Characters that may be compared for a text: enough for any text of a screen, and a bound for one that was made to be slow.
    private const int MostCompared = 4_000_000;

    private readonly WordAutomaton _pieces;
    private readonly FuzzyPiece[][] _uses;
    private readonly (string Key, WordEntry Word)[] _words;

    public FuzzyWords(IReadOnlyList<(string Key, WordEntry Word)> words)
    {
        _words = [.. words];
        Dictionary<string, List<FuzzyPiece>> pieces = new(StringComparer.Ordinal);
        for (var i = 0; i < _words.Length; i++)
        {
            var key = _words[i].Key;
            var count = ErrorsOf(key) + 1;
            var isLatin = key.All(character => Scripts.Of(character) == Script.Latin);
            for (var piece = 0; piece < count; piece++)
            {
                var (from, to) = (piece * key.Length / count, (piece + 1) * key.Length / count);
                var text = key[from..to];
                if (!pieces.TryGetValue(text, out var uses))
                {
                    pieces.Add(text, uses = []);
                }

                uses.Add(new FuzzyPiece(i, from, isLatin ? key.Length : 0));
            }
        }

        string[] keys = [.. pieces.Keys];
        _uses = [.. keys.Select(key => pieces[key].ToArray())];
        _pieces = new WordAutomaton(keys);
    }

    public long Size => _pieces.Size + (12L * _uses.Sum(uses => uses.Length));

    /// <summary>Less with every error: one is 0.85.</summary>
    public static double ProbabilityOf(int errors) => 1 - (0.15 * errors);

    /// <summary>Tells where words with errors stand: from, to, how many errors. False from <paramref name="found"/> ends the search.</summary>
    public void Find(ReadOnlyMemory<char> characters, Func<WordEntry, int, int, int, bool> found)
    {
        var left = MostCompared;
        _pieces.Find(characters.Span, (piece, at, end) =>
        {
            var text = characters.Span;
            var (before, around) = LettersAround(text, at);
            left -= around;
            foreach (var (word, offset, length) in _uses[piece])
            {
                // What most pieces are: those of words that are longer or shorter than what stands there, or of another place of it.
                if (length > 0 && (Math.Abs(before - offset) > MostErrors || Math.Abs(around - length) > MostErrors))
                {
                    continue;
                }

                if (left < 0)
                {
                    return false;
                }

                var key = _words[word].Key;
                if (Compare(key, offset, end - at, text, at, ref left) is { Errors: > 0 } match && !found(_words[word].Word, match.From, match.To, match.Errors))
                {
                    return false;
                }
            }

            return left > 0;
        });
    }

    // Of the word of Latin letters that a place is in, as far as any matter: letters before it, and all.
    private static (int Before, int All) LettersAround(ReadOnlySpan<char> text, int at)
    {
        const int Far = 256;
        var (from, to) = (at, at);
        while (from > Math.Max(0, at - Far) && IsOfWord(text[from - 1]))
        {
            from--;
        }

        while (to < Math.Min(text.Length, at + Far) && IsOfWord(text[to]))
        {
            to++;
        }

        return (at - from, to - from);
    }

    private static bool IsOfWord(char character) => Scripts.Of(character) == Script.Latin;

    private static int ErrorsOf(string key) => Math.Min(MostErrors, key.Length / Shortest);

    // What is before the piece, then what is after it, with what is left of the errors.
    private static (int Errors, int From, int To)? Compare(string key, int offset, int length, ReadOnlySpan<char> text, int at, ref int left)
    {
        var most = ErrorsOf(key);
        if (Extend(key, offset - 1, text, at - 1, -1, most, ref left) is not { } before
            || Extend(key, offset + length, text, at + length, 1, most - before.Errors, ref left) is not { } after)
        {
            return null;
        }

        var (from, to) = (before.At + 1, after.At);

        // Within another word letters come together by chance.
        return Scripts.IsSpaced(text[from]) && !WordEdges.IsWhole(text, from, to) ? null : (before.Errors + after.Errors, from, to);
    }

    // The fewest errors with which the rest of the key stands there; null: more than allowed.
    private static (int Errors, int At)? Extend(string key, int of, ReadOnlySpan<char> text, int at, int step, int allowed, ref int left)
    {
        left--;
        while (of >= 0 && of < key.Length && at >= 0 && at < text.Length && key[of] == text[at])
        {
            (of, at) = (of + step, at + step);
            left--;
        }

        if (of < 0 || of >= key.Length)
        {
            return (0, at);
        }

        if (allowed == 0)
        {
            return null;
        }

        (int Errors, int At)? best = null;
        var inText = at >= 0 && at < text.Length && text[at] is not (' ' or '\n');
        if (inText && LookAlikes.AreAlike(key[of], text[at]))
        {
            best = Better(best, Extend(key, of + step, text, at + step, step, allowed - 1, ref left));
        }

        // A character that the text lacks; of a word's first and last that would be another word.
        if (of + step >= 0 && of + step < key.Length)
        {
            best = Better(best, Extend(key, of + step, text, at, step, allowed - 1, ref left));
        }

        if (inText)
        {
            best = Better(best, Extend(key, of, text, at + step, step, allowed - 1, ref left));
        }

        return best is { } found ? (found.Errors + 1, found.At) : null;
    }

    private static (int Errors, int At)? Better((int Errors, int At)? one, (int Errors, int At)? other) =>
        one is null || (other is not null && other.Value.Errors < one.Value.Errors) ? other : one;
}
