using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Prices: a number beside a currency.</summary>
internal static class PriceScanner
{
    private const int LongestNumber = 15;

    private static readonly string[] Before = ["¥", "$", "€", "£", "₹", "rmb", "usd", "cny", "eur", "aed", "sar"];

    private static readonly string[] After =
    [
        "元", "块钱", "块", "人民币", "美元", "美金", "欧元", "円", "¥", "$", "€", "£", "rmb", "usd", "cny", "eur", "aed", "sar", "dollars", "dollar", "yuan", "euros",
        "ريال", "درهم", "دولار", "جنيه", "دينار",
    ];

    public static List<FoundPart> Find(ReadOnlySpan<char> text)
    {
        List<FoundPart> found = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            var to = at;
            while (to < Math.Min(text.Length, at + LongestNumber) && (char.IsAsciiDigit(text[to]) || (text[to] is '.' or ',' && to + 1 < text.Length && char.IsAsciiDigit(text[to + 1]))))
            {
                to++;
            }

            if (to < text.Length && char.IsAsciiDigit(text[to]))
            {
                // No price is that long.
                while (to < text.Length && char.IsAsciiDigit(text[to]))
                {
                    to++;
                }
            }
            else if (Sign(text, at, to) is { } price)
            {
                found.Add(price);
            }

            at = to;
        }

        return found;
    }

    private static FoundPart? Sign(ReadOnlySpan<char> text, int from, int to)
    {
        var before = text[..from].TrimEnd(' ');
        foreach (var sign in Before)
        {
            if (before.EndsWith(sign) && (!char.IsAsciiLetter(sign[0]) || before.Length == sign.Length || !char.IsAsciiLetter(before[^(sign.Length + 1)])) && from - before.Length <= 1)
            {
                return new FoundPart(FindingKinds.Price, before.Length - sign.Length, to);
            }
        }

        var gap = to < text.Length && text[to] == ' ' ? 1 : 0;
        var after = text[(to + gap)..];
        foreach (var sign in After)
        {
            if (after.StartsWith(sign) && (!char.IsAsciiLetter(sign[0]) || after.Length == sign.Length || !char.IsAsciiLetter(after[sign.Length])))
            {
                return new FoundPart(FindingKinds.Price, from, to + gap + sign.Length);
            }
        }

        return null;
    }
}
