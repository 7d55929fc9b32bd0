using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Phone numbers: Chinese mobile and fixed lines, those of Arab countries, international ones, and any number that is said to be one.</summary>
internal static class PhoneScanner
{
    private const int MostDigits = 15;
    private const int MostGroups = 8;
    private const int LongestGap = 2;
    private const int Near = 12;

    private const string Chinese = "零一二三四五六七八九";
    private const string Formal = "零壹贰叁肆伍陆柒捌玖";

    private static readonly string[] Words =
    [
        "电话", "手机", "热线", "联系", "致电", "拨打", "tel", "phone", "mobile", "call", "sms", "هاتف", "جوال", "موبايل", "اتصل", "للتواصل", "رقم",
    ];

    public static List<FoundPart> Find(ReadOnlySpan<char> text)
    {
        List<FoundPart> found = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (DigitOf(text[at]) < 0 || (at > 0 && char.IsAsciiLetter(text[at - 1])))
            {
                continue;
            }

            var run = Read(text, at);
            if (run.To < text.Length && char.IsAsciiLetter(text[run.To]) && run.Groups.Count == 1)
            {
                at = run.To;
                continue;
            }

            found.AddRange(Split(text, run.Groups));
            at = run.To - 1;
        }

        return found;
    }

    /// <summary>0 to 9; -1: no digit.</summary>
    private static int DigitOf(char character) => char.IsAsciiDigit(character) ? character - '0'
        : character < '\u4e00' ? -1
        : character is '幺' ? 1
        : Chinese.IndexOf(character) is >= 0 and var digit ? digit
        : Formal.IndexOf(character);

    // Digits with little between them, in groups.
    private static (int To, List<(int From, string Digits, int To)> Groups) Read(ReadOnlySpan<char> text, int at)
    {
        List<(int From, string Digits, int To)> groups = [];
        var end = at;
        Span<char> digits = stackalloc char[MostDigits + 1];
        while (true)
        {
            var (from, count) = (at, 0);
            while (at < text.Length && DigitOf(text[at]) is >= 0 and var digit)
            {
                if (count < digits.Length)
                {
                    digits[count++] = (char)('0' + digit);
                }

                at++;
            }

            groups.Add((from, new string(digits[..count]), at));
            end = at;
            var gap = 0;
            while (at < text.Length && gap < LongestGap && text[at] is ' ' or '-' or '.' or '(' or ')' or '_' or '/' or '·' or '*')
            {
                at++;
                gap++;
            }

            if (gap == 0 || at == text.Length || DigitOf(text[at]) < 0)
            {
                return (end, groups);
            }
        }
    }

    // Several numbers may stand beside each other: from each group on, the longest that is one.
    private static List<FoundPart> Split(ReadOnlySpan<char> text, List<(int From, string Digits, int To)> groups)
    {
        List<FoundPart> found = [];
        for (var first = 0; first < groups.Count; first++)
        {
            for (var last = Math.Min(groups.Count, first + MostGroups) - 1; last >= first; last--)
            {
                var digits = string.Concat(groups[first..(last + 1)].Select(group => group.Digits));
                var from = groups[first].From;
                var hasPlus = from > 0 && text[from - 1] == '+';
                if (digits.Length <= MostDigits && ProbabilityOf(digits, hasPlus, last > first, text[Math.Max(0, from - Near)..from]) is { } probability)
                {
                    found.Add(new FoundPart(FindingKinds.Phone, hasPlus ? from - 1 : from, groups[last].To, probability));
                    first = last;
                    break;
                }
            }
        }

        return found;
    }

    private static double? ProbabilityOf(string digits, bool hasPlus, bool isGrouped, ReadOnlySpan<char> before)
    {
        if (hasPlus)
        {
            return digits.Length is >= 8 and <= 15 ? 0.95 : null;
        }

        var bare = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        var national = bare is ['8', '6', ..] && bare.Length == 13 ? bare[2..] : bare;
        if (national is ['1', >= '3' and <= '9', ..] && national.Length == 11)
        {
            return 0.95;
        }

        if (IsArab(bare) || (digits.Length == 10 && isGrouped && digits[..3] is "400" or "800"))
        {
            return 0.9;
        }

        if (isGrouped && digits[0] == '0' && digits.Length is >= 10 and <= 12)
        {
            return 0.8;
        }

        return digits.Length is >= 7 and <= 15 && IsSaid(before) ? 0.8 : null;
    }

    // Mobile numbers of Saudi Arabia, the Emirates and Egypt.
    private static bool IsArab(string digits) => digits switch
    {
        ['0', '5', ..] => digits.Length == 10,
        ['0', '1', '0' or '1' or '2' or '5', ..] => digits.Length == 11,
        ['9', '6', '6', '5', ..] or ['9', '7', '1', '5', ..] or ['2', '0', '1', ..] => digits.Length == 12,
        _ => false,
    };

    private static bool IsSaid(ReadOnlySpan<char> before)
    {
        foreach (var word in Words)
        {
            if (before.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
