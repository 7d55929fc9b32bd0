namespace Sluice.Server.Speech.Remote;

/// <summary>Languages as endpoints name them: by an ISO 639-1 code, or in English as Whisper does.</summary>
internal static class LanguageNames
{
    private const string Table =
        "english en, chinese zh, mandarin zh, cantonese yue, yue yue, arabic ar, german de, spanish es, castilian es, russian ru, "
        + "korean ko, french fr, japanese ja, portuguese pt, turkish tr, polish pl, catalan ca, dutch nl, swedish sv, "
        + "italian it, indonesian id, hindi hi, finnish fi, vietnamese vi, hebrew he, ukrainian uk, greek el, malay ms, "
        + "czech cs, romanian ro, danish da, hungarian hu, tamil ta, norwegian no, thai th, urdu ur, croatian hr, "
        + "bulgarian bg, persian fa, bengali bn, serbian sr, kazakh kk, tagalog tl, mongolian mn, burmese my, tibetan bo, "
        + "khmer km, lao lo, uzbek uz, swahili sw, pashto ps";

    private static readonly Dictionary<string, string> Codes = Table.Split(", ").Select(pair => pair.Split(' '))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The ISO 639-1 code, of Cantonese, which has none, <c>yue</c>; null: it names no language that is known here.</summary>
    public static string? CodeOf(string name) =>
        Codes.TryGetValue(name, out var code) ? code
        : name.Length == 2 && name.All(char.IsAsciiLetter) ? name.ToLowerInvariant()
        : null;
}
