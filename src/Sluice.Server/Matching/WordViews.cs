namespace Sluice.Server.Matching;

/// <summary>Both ways in which words are looked for in a text.</summary>
/// <param name="Spaced">With a space wherever something parts characters.</param>
/// <param name="Joined">Without what parts them only to hide a word; null: nothing does.</param>
internal readonly record struct WordViews(WordView Spaced, JoinedView? Joined)
{
    public static WordViews[] Of(NormalizedText text)
    {
        var first = Of(WordView.Of(text, 'i', out var hasOnes));
        return hasOnes ? [first, Of(WordView.Of(text, 'l', out _))] : [first];
    }

    private static WordViews Of(WordView spaced) => new(spaced, JoinedView.Of(spaced));
}
