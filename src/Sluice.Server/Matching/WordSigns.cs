namespace Sluice.Server.Matching;

/// <summary>Whether a digit or sign in a text stands for a letter, as people write them to hide a word.</summary>
internal static class WordSigns
{
    // Characters: words are no longer.
    private const int Far = 12;

    /// <summary>A digit stands within a word that has a letter: what has none is a number.</summary>
    public static bool IsInWord(ReadOnlySpan<char> text, int at)
    {
        for (var i = at - 1; i >= Math.Max(0, at - Far) && IsOfWord(text[i]); i--)
        {
            if (Scripts.Of(text[i]) == Script.Latin)
            {
                return true;
            }
        }

        for (var i = at + 1; i < Math.Min(text.Length, at + Far) && IsOfWord(text[i]); i++)
        {
            if (Scripts.Of(text[i]) == Script.Latin)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sign stands for a letter: between two, or a <c>$</c> beside one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the sign stands.</param>
    /// <param name="edges">Also where a word begins, or ends in an <c>@</c>.</param>
    /// <param name="doubts">Told where that would make a difference.</param>
    public static bool IsLetter(ReadOnlySpan<char> text, int at, bool edges, ref WordDoubts doubts)
    {
        // Between any two letters it parts them.
        if (text[at] == '|' && ((at > 1 && text[at - 2] == '|') || (at + 2 < text.Length && text[at + 2] == '|')))
        {
            return false;
        }

        var (before, after) = (at > 0 && IsLetterLike(text, at - 1), at + 1 < text.Length && IsLetterLike(text, at + 1));
        if ((before && after) || (text[at] == '$' && (before || after)))
        {
            return true;
        }

        var isEdge = text[at] is '@' or '!' && (after
            ? at == 0 || char.IsWhiteSpace(text[at - 1])
            : before && text[at] == '@' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])));
        doubts |= isEdge ? WordDoubts.Edges : WordDoubts.None;
        return isEdge && edges;
    }

    private static bool IsOfWord(char character) => Scripts.Of(character) is Script.Latin or Script.Digit || character is '@' or '$' or '!';

    private static bool IsLetterLike(ReadOnlySpan<char> text, int at) => Scripts.Of(text[at]) switch
    {
        Script.Latin => true,
        Script.Digit => LookAlikes.LetterOf(text[at]) != text[at] && IsInWord(text, at),
        _ => text[at] is '@' or '$' or '|' or '!',
    };
}
