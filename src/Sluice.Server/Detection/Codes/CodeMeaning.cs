using System.Text.RegularExpressions;

namespace Sluice.Server.Detection.Codes;

/// <summary>What a code is for, by what it says. Pure.</summary>
internal static partial class CodeMeaning
{
    /// <summary>Web addresses that add a contact, or open a chat or a group.</summary>
    private static readonly HostList ContactHosts = new(
    [
        "u.wechat.com", "weixin.qq.com", "work.weixin.qq.com", "qm.qq.com", "jq.qq.com", "qun.qq.com", "t.me", "telegram.me", "wa.me",
        "api.whatsapp.com", "chat.whatsapp.com", "line.me", "lin.ee", "m.me", "signal.me", "signal.group", "discord.gg", "viber.me", "zalo.me",
    ]);

    /// <summary>It says how to reach somebody: a number, a mail address, an account of a messenger.</summary>
    public static bool IsContact(Finding code) => code.Content is { } text
        && (ContactScheme().IsMatch(text) || ContactWord().IsMatch(text) || NumberOrMail().IsMatch(text)
            || (CodeAddresses.IsLink(text) && CodeAddresses.Hosts(text).Any(ContactHosts.Contains)));

    /// <summary>It leads to a web address that is no contact.</summary>
    public static bool IsLink(Finding code) => code.Content is { } text && CodeAddresses.IsLink(text) && !IsContact(code);

    [GeneratedRegex(
        @"^\s*(?:(?:tel|sms|smsto|mms|mmsto|mailto|matmsg|mecard|bizcard|facetime|weixin|wechat|wxp|qq|mqq|mqqapi|mqqwpa|tencent|whatsapp|tg|skype|line|viber|zalo|sgnl|kakaotalk)\s*:|begin:\s*vcard)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContactScheme();

    [GeneratedRegex(
        @"微信|威信|企鹅号|加[vV薇]|QQ\s*群|\bQQ\s*[:：]?\s*[0-9]{5,}|\b(?:wei\s?xin|wechat|whatsapp|telegram)\b|\bv[xX]\s*[:：]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContactWord();

    [GeneratedRegex(@"^\s*(?:\+?[0-9][0-9 ()\-]{6,18}[0-9]|[^\s@:/]{1,64}@[^\s@:/]{1,190}\.[^\s@:/.]{2,63})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberOrMail();
}
