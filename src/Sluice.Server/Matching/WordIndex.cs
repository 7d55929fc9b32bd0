namespace Sluice.Server.Matching;

/// <summary>
/// Words of any number of lists, made ready to be found in texts in one pass. Immutable; any number of callers at once.
/// </summary>
internal sealed class WordIndex
{
    /// <summary>Hits of one text: more say nothing new.</summary>
    public const int MostHits = 1000;

    private readonly WordAutomaton? _automaton;
    private readonly FuzzyWords? _fuzzy;

    // Of each key the words that are looked for by it.
    private readonly WordEntry[][] _words;
    private readonly int[] _lengths;

    private WordIndex(List<string> keys, WordEntry[][] words, FuzzyWords? fuzzy)
    {
        (_words, _fuzzy, _lengths) = (words, fuzzy, [.. keys.Select(key => key.Length)]);
        _automaton = keys.Count == 0 ? null : new WordAutomaton(keys);
    }

    /// <summary>Finds nothing.</summary>
    public static WordIndex Empty { get; } = Build([]);

    /// <summary>What it holds for the search, in bytes, without the words themselves.</summary>
    public long Size => (_automaton?.Size ?? 0) + (_fuzzy?.Size ?? 0);

    /// <summary>The same word looked for in the same way: two such are one. Empty: nothing of it can be looked for.</summary>
    public static string KeyOf(string word) => WordView.Spaced(NormalizedText.Of(word), 'i', out _).Trimmed();

    /// <param name="entries">Those of which nothing can be looked for, and repeats, are passed over.</param>
    public static WordIndex Build(IReadOnlyCollection<WordEntry> entries)
    {
        Dictionary<string, List<WordEntry>> byKey = new(StringComparer.Ordinal);
        List<(string Key, WordEntry Word)> fuzzy = [];
        foreach (var entry in entries)
        {
            var view = WordView.Spaced(NormalizedText.Of(entry.Word), 'i', out _);
            var spaced = view.Trimmed();
            var joined = view.Joined()?.Trimmed() ?? spaced;
            Add(byKey, spaced, entry);
            if (joined != spaced)
            {
                Add(byKey, joined, entry);
            }

            if (entry.Mode == WordMode.Fuzzy && joined.Length >= FuzzyWords.Shortest)
            {
                fuzzy.Add((joined, entry));
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
        var spaced = WordView.Spaced(text, 'i', out var hasOnes);
        Find(spaced, hits);
        if (spaced.Joined() is { } joined)
        {
            Find(joined, hits);
        }

        if (hasOnes)
        {
            var other = WordView.Spaced(text, 'l', out _);
            Find(other, hits);
            if (other.Joined() is { } both)
            {
                Find(both, hits);
            }
        }

        return hits.Count == 0 ? [] : [.. Best(hits).OrderBy(hit => hit.Span.From).ThenByDescending(hit => hit.Span.To)];
    }

    private static void Add(Dictionary<string, List<WordEntry>> byKey, string key, WordEntry entry)
    {
        if (key.Length == 0)
        {
            return;
        }

        if (!byKey.TryGetValue(key, out var words))
        {
            byKey.Add(key, words = []);
        }

        // A word that is looked for anywhere is found as a word of its own too.
        if (!words.Exists(word => word.List == entry.List && (word.Mode == entry.Mode || word.Mode != WordMode.Whole)))
        {
            words.Add(entry);
        }
    }

    // Of a fuzzy hit and an exact one of the same word that overlap the exact one says it.
    private static IEnumerable<WordHit> Best(HashSet<WordHit> hits) => hits.Where(hit =>
        hit.Probability == 1 || !hits.Any(other => other.Probability > hit.Probability && other.List == hit.List && other.Word == hit.Word
            && other.Span.From < hit.Span.To && hit.Span.From < other.Span.To));

    private void Find(WordView view, HashSet<WordHit> hits)
    {
        _automaton!.Find(view.Characters, (key, from) =>
        {
            var to = from + _lengths[key];
            foreach (var word in _words[key])
            {
                if (hits.Count < MostHits && (word.Mode != WordMode.Whole || WordEdges.IsWhole(view.Characters, from, to)))
                {
                    hits.Add(new WordHit(word.Word, word.List, view.SpanOf(from, to), 1));
                }
            }

            return hits.Count < MostHits;
        });
        _fuzzy?.Find(view, (word, from, to, errors) =>
        {
            hits.Add(new WordHit(word.Word, word.List, view.SpanOf(from, to), FuzzyWords.ProbabilityOf(errors)));
            return hits.Count < MostHits;
        });
    }
}
