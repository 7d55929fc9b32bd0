using System.Collections;
using System.Text;

namespace Sluice.Server.Matching;

/// <summary>
/// Words of any number of lists, made ready to be found in texts in one pass. Immutable; any number of callers at once.
/// </summary>
internal sealed class WordIndex
{
    /// <summary>Hits of one text: more say nothing new.</summary>
    public const int MostHits = 1000;

    // Words that may end at the characters of a text altogether: far more than any text has, and a bound for one that was made to be slow.
    private const int MostTold = 1_000_000;

    // "all in" may be "allin"; "a b" is no "ab".
    private const int ShortestOfSeveral = 5;

    private readonly WordAutomaton? _automaton;
    private readonly FuzzyWords? _fuzzy;

    // Of each key the words that are looked for by it, each as its letters stand in it.
    private readonly (WordEntry Word, string Written)[][] _words;

    // All of them as words of their own alone: what most places where the key stands are not, which is seen without a look at the words.
    private readonly BitArray _areWhole;

    private WordIndex(List<string> keys, (WordEntry Word, string Written)[][] words, FuzzyWords? fuzzy)
    {
        (_words, _fuzzy) = (words, fuzzy);
        _areWhole = new BitArray([.. words.Select(each => Array.TrueForAll(each, word => word.Word.Mode == WordMode.Whole))]);
        _automaton = keys.Count == 0 ? null : new WordAutomaton(keys);
    }

    /// <summary>Finds nothing.</summary>
    public static WordIndex Empty { get; } = Build([]);

    /// <summary>What it holds for the search, in bytes, without the words themselves.</summary>
    public long Size => (_automaton?.Size ?? 0) + (_fuzzy?.Size ?? 0);

    /// <summary>The same word looked for in the same way: two such are one. Empty: nothing of it can be looked for.</summary>
    public static string KeyOf(string word) => WordView.Of(NormalizedText.Of(word), WordReading.Plain, out _).Trimmed();

    /// <param name="entries">Those of which nothing can be looked for, and repeats, are passed over.</param>
    public static WordIndex Build(IReadOnlyCollection<WordEntry> entries)
    {
        Dictionary<string, List<(WordEntry Word, string Written)>> byKey = new(StringComparer.Ordinal);
        List<(string Key, WordEntry Word)> fuzzy = [];
        foreach (var entry in entries)
        {
            var view = WordView.Of(NormalizedText.Of(entry.Word), WordReading.Plain, out _);
            var spaced = view.Trimmed();
            if (spaced.Length == 0)
            {
                continue;
            }

            var unspaced = view.Unspaced();
            Add(byKey, spaced, spaced, entry);
            Add(byKey, Once(unspaced), unspaced, entry);

            // Several words that are written as one.
            if (unspaced.Contains(' ', StringComparison.Ordinal) && unspaced.Replace(" ", "", StringComparison.Ordinal) is { Length: >= ShortestOfSeveral } one)
            {
                Add(byKey, Once(one), one, entry with { Mode = WordMode.Whole });
                Add(byKey, one, one, entry with { Mode = WordMode.Whole });
            }

            if (entry.Mode == WordMode.Fuzzy && unspaced.Length >= FuzzyWords.Shortest)
            {
                fuzzy.Add((unspaced, entry));
            }
        }

        List<string> keys = [.. byKey.Keys];
        return new WordIndex(keys, [.. keys.Select(key => byKey[key].ToArray())], fuzzy.Count == 0 ? null : new FuzzyWords(fuzzy));
    }

    /// <summary>Where which words stand, in the order of the text, each once a place, at most <see cref="MostHits"/>.</summary>
    public IReadOnlyList<WordHit> Find(NormalizedText text)
    {
        if (_automaton is null || text.Length == 0)
        {
            return [];
        }

        HashSet<WordHit> hits = [];
        foreach (var views in text.Views)
        {
            Find(views, hits);
        }

        return hits.Count == 0 ? [] : [.. Best(hits).OrderBy(hit => hit.Span.From).ThenByDescending(hit => hit.Span.To)];
    }

    private static void Add(Dictionary<string, List<(WordEntry Word, string Written)>> byKey, string key, string written, WordEntry entry)
    {
        if (!byKey.TryGetValue(key, out var words))
        {
            byKey.Add(key, words = []);
        }

        // A word that is looked for anywhere is found as a word of its own too.
        if (!words.Exists(each => each.Word.List == entry.List && each.Written == written && (each.Word.Mode == entry.Mode || each.Word.Mode != WordMode.Whole)))
        {
            words.Add((entry, written));
        }
    }

    // As the joined view has it: each letter once.
    private static string Once(string word)
    {
        var letters = new StringBuilder(word.Length);
        foreach (var character in word)
        {
            if (letters.Length == 0 || letters[^1] != character || Scripts.Of(character) is not (Script.Latin or Script.Arabic))
            {
                letters.Append(character);
            }
        }

        return letters.ToString();
    }

    // Of a fuzzy hit and an exact one of the same word that overlap the exact one says it.
    private static IEnumerable<WordHit> Best(HashSet<WordHit> hits) => hits.Where(hit =>
        hit.Probability == 1 || !hits.Any(other => other.Probability > hit.Probability && other.List == hit.List && other.Word == hit.Word
            && other.Span.From < hit.Span.To && hit.Span.From < other.Span.To));

    private void Find(WordViews views, HashSet<WordHit> hits)
    {
        var (spaced, joined) = views;
        var left = MostTold;
        bool Found(int key, int from, int to)
        {
            if (_areWhole[key] && !spaced.IsWhole(from, to))
            {
                return --left > 0;
            }

            foreach (var (word, written) in _words[key])
            {
                if (hits.Count < MostHits && written.Length == to - from && (word.Mode != WordMode.Whole || spaced.IsWhole(from, to)))
                {
                    hits.Add(new WordHit(word.Word, word.List, spaced.SpanOf(from, to), 1));
                }
            }

            left -= _words[key].Length;
            return left > 0 && hits.Count < MostHits;
        }

        bool FoundJoined(int key, int from, int to)
        {
            if (_areWhole[key] && !joined!.IsWhole(from, to))
            {
                return --left > 0;
            }

            foreach (var (word, written) in _words[key])
            {
                if (hits.Count < MostHits && joined!.IsWrittenAs(from, to, written) && (word.Mode != WordMode.Whole || joined.IsWhole(from, to)))
                {
                    hits.Add(new WordHit(word.Word, word.List, joined.SpanOf(from, to), 1));
                }
            }

            left -= _words[key].Length;
            return left > 0 && hits.Count < MostHits;
        }

        if (joined is null)
        {
            _automaton!.Find(spaced.Characters.Span, Found);
        }
        else
        {
            _automaton!.Find(spaced.Characters.Span, joined.Kept, Found, FoundJoined);
        }

        if (_fuzzy is not null)
        {
            FindFuzzy(_fuzzy, views, hits);
        }
    }

    private static void FindFuzzy(FuzzyWords fuzzy, WordViews views, HashSet<WordHit> hits)
    {
        var (spaced, joined) = views;
        fuzzy.Find(spaced.Characters, (word, from, to, errors) =>
        {
            hits.Add(new WordHit(word.Word, word.List, spaced.SpanOf(from, to), FuzzyWords.ProbabilityOf(errors)));
            return hits.Count < MostHits;
        });
        if (joined is not null)
        {
            // A letter that the view leaves out is an error that nobody made.
            fuzzy.Find(joined.Characters, (word, from, to, errors) =>
            {
                if (!joined.HasDoubles(from, to))
                {
                    hits.Add(new WordHit(word.Word, word.List, joined.SpanOf(from, to), FuzzyWords.ProbabilityOf(errors)));
                }

                return hits.Count < MostHits;
            });
        }
    }
}
