using System.Diagnostics;
using Sluice.Benchmarks.Matching;
using Sluice.Server.Matching;

namespace Sluice.Tests.Matching;

/// <summary>A small part, with another seed, of what the benchmark reports.</summary>
public sealed class DisguisedWordsTests
{
    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    [InlineData("ar")]
    public void Of_words_disguised_in_each_way_95_in_100_are_found_and_in_clean_texts_nearly_none(string language)
    {
        var scores = Disguises.Of(language).Select(way => DisguisedWords.Score(language, way, seed: 7, texts: 60)).ToArray();

        Assert.All(scores, score => Assert.True(score.Hits >= 0.95 * score.Texts, string.Join('\n', score.Misses.Take(20))));
        var wrong = DisguisedWords.FalseHits(language, seed: 7, texts: 300);
        Assert.True(wrong.Count <= 3, string.Join('\n', wrong));
    }

    [Fact]
    public void A_text_that_is_made_to_be_slow_is_matched_in_bounded_time()
    {
        var index = WordIndex.Build([.. HostileTexts.Words.SelectMany(word => Enum.GetValues<WordMode>().Select((mode, list) => new WordEntry(word, mode, list)))]);
        foreach (var (what, text) in HostileTexts.All)
        {
            var began = Stopwatch.GetTimestamp();
            var normalized = NormalizedText.Of(text);
            Assert.True(index.Find(normalized).Count <= WordIndex.MostHits);
            TextPatterns.Find(normalized, text);

            // None takes a tenth of it on a quiet machine.
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), what);
        }
    }
}
