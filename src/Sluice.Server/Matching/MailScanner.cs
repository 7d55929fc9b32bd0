using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>Mail addresses.</summary>
internal static class MailScanner
{
    private const int LongestLocal = 64;
    private const int LongestHost = 253;

    public static List<FoundPart> Find(ReadOnlySpan<char> text)
    {
        List<FoundPart> found = [];
        var begin = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = Next(text, at + 1))
        {
            var from = at;
            while (from > Math.Max(begin, at - LongestLocal) && (char.IsAsciiLetterOrDigit(text[from - 1]) || text[from - 1] is '.' or '_' or '%' or '+' or '-'))
            {
                from--;
            }

            var to = at + 1;
            while (to < Math.Min(text.Length, at + LongestHost) && (char.IsAsciiLetterOrDigit(text[to]) || text[to] is '.' or '-'))
            {
                to++;
            }

            while (to > at && text[to - 1] is '.' or '-')
            {
                to--;
            }

            var dot = text[(at + 1)..Math.Max(to, at + 1)].LastIndexOf('.');
            if (from < at && dot > 0 && to - (at + 1 + dot) > 2 && char.IsAsciiLetter(text[to - 1]))
            {
                found.Add(new FoundPart(FindingKinds.Mail, from, to));
                begin = to;
            }
        }

        return found;
    }

    private static int Next(ReadOnlySpan<char> text, int from) => text[from..].IndexOf('@') is >= 0 and var next ? from + next : -1;
}
