namespace Sluice.Server.Matching;

/// <summary>Both ways in which words are looked for in a text.</summary>
/// <param name="Spaced">With a space wherever something parts characters.</param>
/// <param name="Joined">Without what parts them only to hide a word; null: nothing does.</param>
internal readonly record struct WordViews(WordView Spaced, JoinedView? Joined)
{
    /// <summary>One for each way to read the text; nearly all texts have one, none more than five.</summary>
    public static WordViews[] Of(NormalizedText text)
    {
        var first = Of(WordView.Of(text, WordReading.Plain, out var doubts));
        return doubts == WordDoubts.None ? [first] : [first, .. Others(doubts).Select(reading => Of(WordView.Of(text, reading, out _)))];
    }

    private static IEnumerable<WordReading> Others(WordDoubts doubts)
    {
        if (doubts.HasFlag(WordDoubts.Edges))
        {
            yield return WordReading.Plain with { Edges = true };
        }

        if (doubts.HasFlag(WordDoubts.Ones))
        {
            yield return new WordReading('l', 'l', Edges: false);
        }

        if (doubts.HasFlag(WordDoubts.SeveralOnes))
        {
            yield return new WordReading('i', 'l', Edges: true);
            yield return new WordReading('l', 'i', Edges: true);
        }
    }

    private static WordViews Of(WordView spaced) => new(spaced, JoinedView.Of(spaced));
}
