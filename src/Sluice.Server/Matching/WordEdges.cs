namespace Sluice.Server.Matching;

/// <summary>Whether a part of a text is a word of its own.</summary>
internal static class WordEdges
{
    public static bool IsWhole(ReadOnlySpan<char> text, int from, int to) => Begins(text, from) && Ends(text, to);

    public static bool Begins(ReadOnlySpan<char> text, int from)
    {
        if (from == 0 || !Scripts.IsSpaced(text[from]) || !Scripts.IsSpaced(text[from - 1]))
        {
            return true;
        }

        if (Scripts.Of(text[from]) != Script.Arabic)
        {
            return false;
        }

        var before = text[..from];
        return ArabicParticles.MayPrecede(before[(LastSpace(before) + 1)..]);
    }

    public static bool Ends(ReadOnlySpan<char> text, int to)
    {
        if (to == text.Length || !Scripts.IsSpaced(text[to - 1]) || !Scripts.IsSpaced(text[to]))
        {
            return true;
        }

        if (Scripts.Of(text[to - 1]) != Script.Arabic)
        {
            return false;
        }

        var after = text[to..Math.Min(text.Length, to + 8)];
        var space = after.IndexOfAny(' ', '\n');
        return ArabicParticles.MayFollow(space < 0 ? after : after[..space]);
    }

    private static int LastSpace(ReadOnlySpan<char> text)
    {
        // No particle is longer.
        var from = Math.Max(0, text.Length - 8);
        var found = text[from..].LastIndexOfAny(' ', '\n');
        return found < 0 ? from - 1 : from + found;
    }
}
