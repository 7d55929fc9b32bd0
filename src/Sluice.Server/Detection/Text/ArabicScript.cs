using System.Text;

namespace Sluice.Server.Detection.Text;

/// <summary>What is Arabic in a text.</summary>
internal static class ArabicScript
{
    /// <summary>A letter of the script, in any of its shapes.</summary>
    public static bool IsLetter(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x06FF) or (>= 0x0750 and <= 0x077F) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) && Rune.IsLetter(rune);

    /// <summary>Of its letters, at least two are and at least half.</summary>
    public static bool IsMostOf(string text)
    {
        var letters = text.EnumerateRunes().Where(Rune.IsLetter).ToArray();
        var arabic = letters.Count(IsLetter);
        return arabic >= 2 && arabic * 2 >= letters.Length;
    }
}
