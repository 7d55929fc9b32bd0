using Sluice.Server.Detection;

namespace Sluice.Server.Matching;

/// <summary>
/// Accounts of messengers: the name of one, in any disguise, and an account after it; or an invitation to it without one, which is doubtful.
/// </summary>
internal static class MessengerScanner
{
    private const int WeChat = 0;
    private const int Qq = 1;
    private const int Telegram = 2;
    private const int WhatsApp = 3;
    private const int LongestFiller = 10;
    private const int LongestId = 32;
    private const int Near = 10;

    private static readonly string[] Names = ["wechat", "qq", "telegram", "whatsapp"];

    private static readonly WordIndex Words = WordIndex.Build(
    [
        .. Entries(WeChat, WordMode.Exact, "微信", "薇信", "徽信", "維信", "微芯", "wechat", "weixin", "v信", "威信号", "加v", "加薇"),
        .. Entries(WeChat, WordMode.Whole, "vx", "wx", "v x", "v", "weixin"),
        .. Entries(Qq, WordMode.Exact, "扣扣", "抠抠", "企鹅号", "球球号", "qq号", "qq群"),
        .. Entries(Qq, WordMode.Whole, "qq", "q q"),
        .. Entries(Telegram, WordMode.Exact, "telegram", "电报群", "电报号", "纸飞机", "تيليجرام", "تلجرام", "تليجرام", "تلغرام"),
        .. Entries(Telegram, WordMode.Whole, "tg", "tele"),
        .. Entries(WhatsApp, WordMode.Exact, "whatsapp", "whats app", "واتساب", "واتس اب", "واتس"),
        .. Entries(WhatsApp, WordMode.Whole, "wa"),
    ]);

    private static readonly string[] Invitations =
    [
        "加", "联系", "添加", "私信", "私聊", "搜", "扫", "add", "contact", "join", "dm ", "text me", "find me", "my ", "تواصل", "راسل", "اضف", "انضم",
    ];

    // What may stand between a name and the account.
    private static readonly string[] Fillers = ["号码", "号", "群", "账号", "帐号", "是", "为", "搜", "加", "我", "id", "me", "at", "no", "رقم", "على", "me on"];

    public static List<FoundPart> Find(NormalizedText text)
    {
        List<FoundPart> found = [];
        var end = 0;
        foreach (var hit in Words.Find(text))
        {
            var (from, to) = (text.IndexOf(hit.Span.From), text.IndexOf(hit.Span.To));
            if (from < end)
            {
                continue;
            }

            if (Account(text.Characters, to, hit.List, hit.Word.Length <= 2) is { } account)
            {
                found.Add(new FoundPart(FindingKinds.Messenger, from, account, Name: Names[hit.List]));
                end = account;
            }
            else if (hit.Word.Length > 1 && IsInvited(text.Characters[Math.Max(0, from - Near)..from]))
            {
                found.Add(new FoundPart(FindingKinds.Messenger, from, to, 0.6, Names[hit.List]));
                end = to;
            }
        }

        return found;
    }

    private static IEnumerable<WordEntry> Entries(int messenger, WordMode mode, params string[] words) =>
        words.Select(word => new WordEntry(word, mode, messenger));

    /// <summary>Where the account ends that follows; null: none does.</summary>
    private static int? Account(ReadOnlySpan<char> text, int from, int messenger, bool isShort)
    {
        var at = SkipFiller(text, from, out var isPointedAt);
        var to = at;
        if (messenger == WhatsApp)
        {
            var digits = 0;
            while (to < Math.Min(text.Length, at + LongestId) && (char.IsAsciiDigit(text[to]) || text[to] is '+' or ' ' or '-' or '(' or ')'))
            {
                digits += char.IsAsciiDigit(text[to++]) ? 1 : 0;
            }

            return digits is >= 7 and <= 15 ? at + text[at..to].TrimEnd(" -(+").Length : null;
        }

        while (to < Math.Min(text.Length, at + LongestId + 1) && (char.IsAsciiLetterOrDigit(text[to]) || text[to] is '_' or '-'))
        {
            to++;
        }

        var account = text[at..to];
        var hasDigit = account.ContainsAnyInRange('0', '9') || account.Contains('_');
        var isDigits = !account.IsEmpty && account.IndexOfAnyExceptInRange('0', '9') < 0;
        return messenger switch
        {
            Qq => isDigits && account.Length is >= 5 and <= 11,
            Telegram => account.Length is >= 4 and <= LongestId && !isDigits && (isPointedAt || hasDigit),
            _ => account.Length is >= 5 and <= 20 && (hasDigit || (isPointedAt && !isShort && account.Length >= 6)) && (!isShort || at - from <= 4),
        } ? to : null;
    }

    private static int SkipFiller(ReadOnlySpan<char> text, int from, out bool isPointedAt)
    {
        isPointedAt = false;
        var at = from;
        while (at < Math.Min(text.Length, from + LongestFiller))
        {
            if (text[at] is ':' or '=' or '@' or '>' or '→' or '-' or '#')
            {
                isPointedAt = true;
                at++;
            }
            else if (text[at] is ' ' or '.' or ',' or '(' or '“' or '"' or '【' or '[' or '\n')
            {
                at++;
            }
            else if (FillerAt(text[at..]) is > 0 and var length)
            {
                at += length;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int FillerAt(ReadOnlySpan<char> text)
    {
        foreach (var filler in Fillers)
        {
            var isWord = char.IsAsciiLetter(filler[0]);
            if (text.StartsWith(filler) && (!isWord || text.Length == filler.Length || !char.IsAsciiLetterOrDigit(text[filler.Length])))
            {
                return filler.Length;
            }
        }

        return 0;
    }

    private static bool IsInvited(ReadOnlySpan<char> before)
    {
        foreach (var invitation in Invitations)
        {
            if (before.IndexOf(invitation) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
