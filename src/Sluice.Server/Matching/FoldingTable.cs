using System.Collections.Frozen;
using System.Text;

namespace Sluice.Server.Matching;

/// <summary>
/// What each character is folded to: one case, one width, one of what looks alike, simplified Chinese, plain digits, letters without marks.
/// From <c>Tables/Folding.txt</c>; the program runs without ICU, and so without Unicode's own normalisation.
/// </summary>
internal static class FoldingTable
{
    // Of the basic plane: what a character becomes, '\0' when that is nothing or more than one.
    private static readonly char[] Single = new char[char.MaxValue + 1];
    private static readonly FrozenDictionary<int, string> Several = Load();

    /// <summary>What a character of the basic plane becomes; '\0': look at <see cref="Fold(int)"/>.</summary>
    public static char Fold(char character) => Single[character];

    /// <summary>What any other code point becomes.</summary>
    public static string Fold(int codePoint) => Several.TryGetValue(codePoint, out var to)
        ? to
        : Rune.TryCreate(codePoint, out var rune) ? Rune.ToLowerInvariant(rune).ToString() : "";

    private static FrozenDictionary<int, string> Load()
    {
        for (var i = 0; i < Single.Length; i++)
        {
            Single[i] = char.IsSurrogate((char)i) || IsUnseen((char)i) ? '\0' : char.ToLowerInvariant((char)i);
        }

        Dictionary<int, string> several = [];
        foreach (var (to, from) in Lines())
        {
            foreach (var rune in from.EnumerateRunes())
            {
                if (rune.IsBmp && to.Length == 1)
                {
                    Single[rune.Value] = to[0];
                }
                else
                {
                    several[rune.Value] = to;
                    if (rune.IsBmp)
                    {
                        Single[rune.Value] = '\0';
                    }
                }
            }
        }

        for (var i = 0; i < Single.Length; i++)
        {
            if (Single[i] == '\0' && !several.ContainsKey(i))
            {
                several[i] = "";
            }
        }

        return several.ToFrozenDictionary();
    }

    // Marks upon letters, what only says how text is laid out, and control characters but those that part words.
    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character) switch
    {
        System.Globalization.UnicodeCategory.Control => character is not ('\t' or '\n' or '\r'),
        System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark => true,
        _ => false,
    };

    private static IEnumerable<(string To, string From)> Lines()
    {
        using var stream = typeof(FoldingTable).Assembly.GetManifestResourceStream("Sluice.Server.Matching.Folding.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                continue;
            }

            var tab = line.IndexOf('\t');
            yield return (line[..tab], line[(tab + 1)..]);
        }
    }
}
