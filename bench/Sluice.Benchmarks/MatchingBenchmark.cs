using System.Globalization;
using System.Text;
using Sluice.Benchmarks.Matching;
using Sluice.Server.Matching;

namespace Sluice.Benchmarks;

/// <summary>How fast 100,000 words are looked for in texts, what hostile texts cost, and how many disguised words are found.</summary>
internal static class MatchingBenchmark
{
    private const int Words = 100_000;
    private const int TextBytes = 4096;
    private const int Texts = 1024;
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    // Fuzzy words take longer.
    private const int FuzzyTexts = 64;

    public static Task RunAsync()
    {
        Disguised();
        Hostile();
        string[] texts = [.. Enumerable.Range(0, Texts).Select(seed => new ManyWords(seed + 1).Text(TextBytes))];
        var bytes = texts.Sum(Encoding.UTF8.GetByteCount);
        var words = new ManyWords(0).Take(Words);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"matching: {Words} words, {texts.Length} texts of zh, en and ar, {bytes / 1e6:0.0} MB of UTF-8; one thread, processor time"));
        byte[][] raw = [.. texts.Select(Encoding.UTF8.GetBytes)];
        Rate("against: decoding the UTF-8", bytes, () => Array.ForEach(raw, text => _ = Encoding.UTF8.GetString(text)));
        string[] few = [.. words.Take(100)];
        Rate("against: string.Contains of 100 of the words", bytes, () => Array.ForEach(texts, text => _ = few.Count(word => text.Contains(word, StringComparison.Ordinal))));
        Rate("normalising", bytes, () => Array.ForEach(texts, text => _ = NormalizedText.Of(text)));
        Rate("normalising, and both views", bytes, () => Array.ForEach(texts, text => _ = NormalizedText.Of(text).Views));
        Rate("patterns, normalising included", bytes, () => Array.ForEach(texts, text => TextPatterns.Find(NormalizedText.Of(text), text)));
        Search("words", words, isFuzzy: false, texts, bytes);
        Search("fuzzy words", words, isFuzzy: true, texts[..FuzzyTexts], texts.Take(FuzzyTexts).Sum(Encoding.UTF8.GetByteCount));
        return Task.CompletedTask;
    }

    private static void Search(string what, HashSet<string> words, bool isFuzzy, string[] texts, int bytes)
    {
        WordEntry[] entries = [.. words.Select(word => new WordEntry(word, isFuzzy ? WordMode.Fuzzy : word[0] >= '\u4e00' ? WordMode.Exact : WordMode.Whole, 0))];
        WordIndex.Build(entries[..1000]);
        var index = WordIndex.Empty;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var took = ProcessorTime.Of(() => index = WordIndex.Build(entries)).TotalMilliseconds;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what}: built in {took:0} ms, {held / 1e6:0.0} MB, of which the search itself reads {index.Size / 1e6:0.0} MB"));
        if (!isFuzzy)
        {
            var automaton = new WordAutomaton([.. words]);
            var found = 0;
            Rate("the automaton alone, over texts as they are", bytes, () => Array.ForEach(texts, text => automaton.Find(text, (_, _, _) => ++found > 0)));
            NormalizedText[] normalized = [.. texts.Select(NormalizedText.Of)];
            Rate("searching in views that are there", bytes, () => Array.ForEach(normalized, text => index.Find(text)));
        }

        var hits = texts.Sum(text => index.Find(NormalizedText.Of(text)).Count);
        Rate($"the whole path, {hits} hits", bytes, () => Array.ForEach(texts, text => index.Find(NormalizedText.Of(text))));
    }

    private static void Hostile()
    {
        var index = WordIndex.Build([.. HostileTexts.Words.SelectMany(word => Enum.GetValues<WordMode>().Select((mode, list) => new WordEntry(word, mode, list)))]);
        foreach (var (what, text) in HostileTexts.All)
        {
            void All()
            {
                var normalized = NormalizedText.Of(text);
                index.Find(normalized);
                TextPatterns.Find(normalized, text);
            }

            All();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  100 KB of {what,-50} {ProcessorTime.Of(All).TotalMilliseconds,6:0.0} ms"));
        }
    }

    private static void Disguised()
    {
        var shown = Environment.GetEnvironmentVariable("MATCHING_MISSES") is { } most ? int.Parse(most, CultureInfo.InvariantCulture) : 0;
        var (hits, all) = (0, 0);
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            foreach (var way in Disguises.Of(language))
            {
                var score = DisguisedWords.Score(language, way, seed: 1, texts: 1000);
                (hits, all) = (hits + score.Hits, all + score.Texts);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {language}, {way,-28} {100.0 * score.Hits / score.Texts,5:0.0} % of {score.Texts}"));
                Show(score.Misses, shown);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  all: {100.0 * hits / all:0.0} % of {all}"));
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            var texts = DisguisedWords.FalseHits(language, seed: 1, texts: 2000);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {language}, hits in clean texts: {100.0 * texts.Count / 2000:0.00} % of 2000"));
            Show(texts, shown);
        }
    }

    private static void Show(List<string> texts, int most)
    {
        foreach (var text in texts.Distinct().Take(most))
        {
            Console.WriteLine($"    {text}");
        }
    }

    private static void Rate(string what, int bytes, Action action)
    {
        // The runtime compiles what is called often anew, twice, each time after a while.
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < WarmUp)
        {
            action();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-50} {bytes / 1e3 / ProcessorTime.Median(Rounds, action),8:0} MB/s"));
    }
}
