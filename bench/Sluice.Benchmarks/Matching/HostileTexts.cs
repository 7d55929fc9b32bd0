namespace Sluice.Benchmarks.Matching;

/// <summary>Texts of 100 KB and words that are made to be slow to match.</summary>
internal static class HostileTexts
{
    private const int Length = 100 * 1024;

    /// <summary>Each with what it is.</summary>
    public static IEnumerable<(string What, string Text)> All =>
    [
        ("one letter, spaced", Repeat("a ")),
        ("one letter", Repeat("a")),
        ("ends of hosts", Repeat(".com")),
        ("dots", Repeat(".")),
        ("schemes", Repeat("a://")),
        ("at signs", Repeat("@")),
        ("almost mail addresses", Repeat("a@a.")),
        ("digits", Repeat("1")),
        ("digits, spaced", Repeat("1 ")),
        ("digits among letters", Repeat("a1")),
        ("prices without a number", Repeat("$ ")),
        ("a name of a messenger", Repeat("vx ")),
        ("one word", Repeat("casino ")),
        ("one word, twice as long as any list has it", Repeat("aaab")),
        ("one Chinese word, parted", Repeat("赌·场·")),
        ("Arabic, parted", Repeat("ق ")),
        ("lone halves of characters", Repeat("\ud83d")),
        ("spaces", Repeat(" ")),
    ];

    /// <summary>All ends of which are beginnings of others, with every one of their letters repeated: what fails falls a long way.</summary>
    public static IEnumerable<string> Words =>
    [
        .. Enumerable.Range(1, 200).Select(length => new string('a', length)),
        .. Enumerable.Range(1, 60).Select(length => new string('a', length) + "c"),
        .. Enumerable.Range(1, 60).Select(length => string.Concat(Enumerable.Repeat("aaab", length)) + "x"),
        .. Enumerable.Range(1, 60).Select(length => string.Concat(Enumerable.Repeat("赌场", length)) + "x"),
        "casino",
    ];

    private static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, Length / part.Length));
}
