using System.Collections.Frozen;

namespace Sluice.Server.Matching;

/// <summary>What Arabic writes together with a word: articles, prepositions and conjunctions before it, pronouns and endings after it.</summary>
internal static class ArabicParticles
{
    private static readonly FrozenSet<string> Before = FrozenSet.Create(
        "ال", "و", "ف", "ب", "ك", "ل", "س", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "وبال", "ول", "فب", "فل", "يا", "ويا");

    private static readonly FrozenSet<string> After = FrozenSet.Create(
        "ه", "ها", "هم", "هن", "ك", "كم", "كن", "ي", "نا", "ات", "ون", "ين", "ان", "ته", "تها", "اتها", "اته");

    private const int Longest = 4;

    /// <summary>What stands before a word, from the last space on, is such particles or nothing.</summary>
    public static bool MayPrecede(ReadOnlySpan<char> text) => May(text, Before);

    /// <summary>What stands after a word, up to the next space, is such endings or nothing.</summary>
    public static bool MayFollow(ReadOnlySpan<char> text) => May(text, After);

    private static bool May(ReadOnlySpan<char> text, FrozenSet<string> known) =>
        text.IsEmpty || (text.Length <= Longest && known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text));
}
