using System.Text.RegularExpressions;

namespace Sluice.Server.Detection.Codes;

/// <summary>
/// Web addresses in what a code says. Who makes a code chooses its spelling, and readers differ in what they make of a strange one; so
/// what may pass must be written plainly, and what may not is found in every spelling that some reader follows.
/// </summary>
internal static partial class CodeAddresses
{
    /// <summary>The host, when the text is one plain web address and nothing else: no user, no backslash, nothing unseen. Else null.</summary>
    public static string? PlainHost(string text)
    {
        var match = PlainAddress().Match(text);
        return match.Success && HostName.IsName(match.Groups[1].Value) ? match.Groups[1].Value : null;
    }

    /// <summary>It holds a web address, written out or as readers guess it.</summary>
    public static bool IsLink(string text) => Scheme().IsMatch(text) || Guessed().IsMatch(text);

    /// <summary>Every host that a reader could go to, those in queries of other addresses included.</summary>
    public static IEnumerable<string> Hosts(string text)
    {
        // Browsers leave out line ends and tabs within an address; others end it there.
        // Codes of bookmarks have backslashes before some characters, which their readers leave out.
        var unescaped = Uri.UnescapeDataString(text);
        string[] spellings =
        [
            text, Breaks().Replace(text, ""), text.Replace("\\", "", StringComparison.Ordinal), unescaped, Uri.UnescapeDataString(unescaped),
        ];
        return spellings.Distinct().SelectMany(HostsOf).Distinct();
    }

    private static IEnumerable<string> HostsOf(string text)
    {
        foreach (Match scheme in Scheme().Matches(text))
        {
            var rest = text[(scheme.Index + scheme.Length)..];

            // A backslash is a slash to some and a letter to others.
            yield return Host(rest, EndOrBackslash().Match(rest));
            yield return Host(rest, End().Match(rest));

            // To browsers a user may have any of what ends an address elsewhere.
            yield return HostAfterUser(rest, PathOrBackslash().Match(rest));
            yield return HostAfterUser(rest, Path().Match(rest));
        }

        if (Bare().Match(text) is { Success: true } bare)
        {
            yield return bare.Groups[1].Value;
        }
    }

    private static string Host(string rest, Match end)
    {
        var authority = end.Success ? rest[..end.Index] : rest;
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        return host.StartsWith('[') ? host[1..].Split(']')[0] : host.Split(':', '：')[0];
    }

    private static string HostAfterUser(string rest, Match path)
    {
        var authority = path.Success ? rest[..path.Index] : rest;
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        return Host(host, EndOrBackslash().Match(host));
    }

    [GeneratedRegex(@"^\s*https?://([^/?#@\\:%\s\[\]]+)(?::[0-9]{1,5})?(?:[/?#][^\x00-\x20\x7f\\]*)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainAddress();

    /// <summary>
    /// With slashes of either kind, or none: browsers need none. MEBKM codes write the colon with a backslash. Within a query an address may
    /// begin with its slashes.
    /// </summary>
    [GeneratedRegex(@"https?\\?:[/\\]*|(?<=[?#=&])[/\\]{2}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[/?#\s;,""'<>()，、（）]")]
    private static partial Regex End();

    [GeneratedRegex(@"[/?#\\\s;,""'<>()，、（）]")]
    private static partial Regex EndOrBackslash();

    [GeneratedRegex(@"[/?#]")]
    private static partial Regex Path();

    [GeneratedRegex(@"[/?#\\]")]
    private static partial Regex PathOrBackslash();

    [GeneratedRegex(@"[\t\r\n]")]
    private static partial Regex Breaks();

    /// <summary>A host alone or with a path.</summary>
    [GeneratedRegex(@"^\s*(?:[a-z]{0,8}:)?(?://)?((?:[\w\-]+[.。．｡])+[\w\-]{2,})\.?(?::[0-9]{1,5})?(?:[/?#]|\s*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    /// <summary>Such a text that hardly is anything else.</summary>
    [GeneratedRegex(@"^\s*(?:www\.[\w\-]+\.|(?:[\w\-]+\.)+[a-z]{2,}(?::[0-9]{1,5})?/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Guessed();
}
