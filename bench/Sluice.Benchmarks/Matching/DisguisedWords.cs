using System.Text;
using Sluice.Server.Matching;

namespace Sluice.Benchmarks.Matching;

/// <summary>A seeded set of words of the built-in lists, disguised, in sentences; and of sentences without any.</summary>
internal static class DisguisedWords
{
    /// <summary>By language; Chinese stands anywhere, others as words of their own.</summary>
    public static IReadOnlyDictionary<string, WordEntry[]> Words { get; } = Read();

    public static WordIndex Index { get; } = WordIndex.Build([.. Words.Values.SelectMany(words => words)]);

    /// <summary>How many of so many are found in one way of one language, and those that are not.</summary>
    public static (int Hits, int Texts, List<string> Misses) Score(string language, string way, int seed, int texts)
    {
        var random = new Random(seed);
        var (hits, made, tries) = (0, 0, 0);
        List<string> misses = [];
        while (made < texts && tries++ < texts * 20)
        {
            var word = Words[language][random.Next(Words[language].Length)].Word;
            if (Disguises.Write(way, word, random) is not { } written)
            {
                continue;
            }

            made++;
            var text = CleanTexts.With(language, written, random);
            if (Index.Find(NormalizedText.Of(text)).Any(hit => hit.Word == word))
            {
                hits++;
            }
            else
            {
                misses.Add($"{word}: {text}");
            }
        }

        return (hits, made, misses);
    }

    /// <summary>Texts without a word in which one is found.</summary>
    public static List<string> FalseHits(string language, int seed, int texts)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, texts).Select(_ => CleanTexts.Text(language, random))
                .Select(text => (text, hits: Index.Find(NormalizedText.Of(text)))).Where(each => each.hits.Count > 0)
                .Select(each => $"{string.Join(", ", each.hits.Select(hit => hit.Word))}: {each.text.ReplaceLineEndings("⏎")}"),
        ];
    }

    private static Dictionary<string, WordEntry[]> Read()
    {
        List<string> lines = [];
        var assembly = typeof(WordIndex).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Words.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            lines.AddRange(reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'));
        }

        return lines.GroupBy(word => word[0] switch { <= 'z' => "en", < '\u0700' => "ar", _ => "zh" })
            .ToDictionary(group => group.Key, group => group.Select(word => new WordEntry(word, group.Key == "zh" ? WordMode.Exact : WordMode.Whole, 0)).ToArray());
    }
}
