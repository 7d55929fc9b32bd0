using System.Collections.Frozen;
using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// Web addresses, with a scheme or bare: <c>example.com</c>, also with the dot written as a Chinese full stop, in words or with spaces
/// around it.
/// </summary>
internal static class LinkScanner
{
    private const int LongestHost = 100;
    private const int LongestPath = 512;
    private const int LongestGap = 2;

    // Ends that people put on show; any end counts after a scheme or www.
    private static readonly FrozenSet<string> Ends = FrozenSet.Create(
        "com", "net", "org", "cn", "cc", "top", "xyz", "vip", "info", "io", "co", "me", "tv", "app", "shop", "site", "online", "club", "live", "pro",
        "link", "ru", "hk", "tw", "jp", "uk", "eu", "de", "fr", "ae", "sa", "eg", "store", "icu", "fun", "ltd", "biz", "mobi",
        "win", "bet", "casino", "dev", "gg", "ly", "la", "pw", "asia", "space", "website", "tech", "cloud", "ink", "wang", "ws", "im", "mn", "sx");

    // What opens a chat is an account of its messenger.
    private static readonly (string Host, string Messenger)[] Chats =
    [
        ("t.me/", "telegram"), ("telegram.me/", "telegram"), ("wa.me/", "whatsapp"), ("whatsapp.com/", "whatsapp"), ("u.wechat.com/", "wechat"),
        ("weixin.qq.com/", "wechat"), ("qm.qq.com/", "qq"), ("jq.qq.com/", "qq"), ("qun.qq.com/", "qq"),
    ];

    private static readonly string[] Dots = [".", "。", "·", "点", "點", "(dot)", "[dot]", "[.]", "(.)", " dot "];

    public static List<FoundPart> Find(ReadOnlySpan<char> text)
    {
        List<FoundPart> found = [];
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == ':' && text[at..].StartsWith("://") && WithScheme(text, at) is { } address)
            {
                found.Add(Named(text, address));
                at = address.To - 1;
            }
            else if (DotAt(text, at) is > 0 and var dot && Bare(text, at, dot, found.Count == 0 ? 0 : found[^1].To) is { } bare)
            {
                found.Add(Named(text, bare));
                at = bare.To - 1;
            }
        }

        return found;
    }

    private static FoundPart Named(ReadOnlySpan<char> text, FoundPart link)
    {
        foreach (var (host, messenger) in Chats)
        {
            var at = text[link.From..link.To].IndexOf(host);
            if (at >= 0 && (at == 0 || text[link.From + at - 1] is '/' or '.' or '@'))
            {
                return link with { Kind = FindingKinds.Messenger, Name = messenger };
            }
        }

        return link;
    }

    private static FoundPart? WithScheme(ReadOnlySpan<char> text, int colon)
    {
        var from = colon;
        while (from > Math.Max(0, colon - 8) && char.IsAsciiLetter(text[from - 1]))
        {
            from--;
        }

        var to = EndOfPath(text, colon + 3);
        return from < colon && to > colon + 5 ? new FoundPart(FindingKinds.Link, from, to) : null;
    }

    private static FoundPart? Bare(ReadOnlySpan<char> text, int at, int dot, int begin)
    {
        var from = at;
        var gap = 0;
        while (from > begin && text[from - 1] == ' ' && gap++ < LongestGap)
        {
            from--;
        }

        var label = from;
        while (from > Math.Max(begin, label - LongestHost) && (char.IsAsciiLetterOrDigit(text[from - 1]) || text[from - 1] is '-' or '.'))
        {
            from--;
        }

        while (from < label && text[from] is '.' or '-')
        {
            from++;
        }

        // What follows the dot, and further dots: the last part must be an end.
        var (to, isEnd) = EndOfHost(text, at + dot);
        if (from == label || !isEnd || label - from > LongestHost || !HasLetter(text[from..label]))
        {
            return null;
        }

        // In words or with spaces it is a way of writing, unless it just happens.
        var isPlain = dot == 1 && text[at] == '.' && label == at;
        if (!isPlain && label - from < 3)
        {
            return null;
        }

        return new FoundPart(FindingKinds.Link, from, to < text.Length && text[to] is '/' or ':' or '?' ? EndOfPath(text, to) : to, isPlain ? 0.95 : 0.75);
    }

    private static (int To, bool IsEnd) EndOfHost(ReadOnlySpan<char> text, int from)
    {
        var to = from;
        var gap = 0;
        while (to < text.Length && text[to] == ' ' && gap++ < LongestGap)
        {
            to++;
        }

        for (var labels = 0; labels < 5; labels++)
        {
            var begin = to;
            while (to < Math.Min(text.Length, begin + 63) && (char.IsAsciiLetterOrDigit(text[to]) || text[to] == '-'))
            {
                to++;
            }

            var isEnd = Ends.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[begin..to]);
            var next = to < text.Length ? DotAt(text, to) : 0;
            if (next != 1 || to + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[to + 1]) || (isEnd && !IsEnd(text, to + 1)))
            {
                return (to, isEnd);
            }

            to++;
        }

        return (to, false);
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int from)
    {
        var to = from;
        while (to < Math.Min(text.Length, from + 63) && (char.IsAsciiLetterOrDigit(text[to]) || text[to] == '-'))
        {
            to++;
        }

        return Ends.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[from..to]);
    }

    // A short number with a point after it is no host.
    private static bool HasLetter(ReadOnlySpan<char> label) => label.ContainsAnyInRange('a', 'z') || label.Length > 2;

    private static int EndOfPath(ReadOnlySpan<char> text, int from)
    {
        var to = from;
        while (to < Math.Min(text.Length, from + LongestPath) && text[to] is > ' ' and < '\u007f' and not ('"' or '<' or '>' or '`'))
        {
            to++;
        }

        while (to > from && text[to - 1] is '.' or ',' or ';' or ')' or '!' or '?' or ':')
        {
            to--;
        }

        return to;
    }

    /// <summary>How long the dot is that stands there, in any way of writing it; 0: none.</summary>
    private static int DotAt(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('.' or '。' or '·' or '点' or '點' or '(' or '[' or ' '))
        {
            return 0;
        }

        foreach (var dot in Dots)
        {
            if (text[at..].StartsWith(dot))
            {
                return dot.Length;
            }
        }

        return 0;
    }
}
