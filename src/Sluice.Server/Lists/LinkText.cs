using System.Text.RegularExpressions;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Matching;

namespace Sluice.Server.Lists;

/// <summary>Addresses as people write them in texts that are to pass a filter.</summary>
internal static partial class LinkText
{
    /// <summary>Every host that a reader could go to: look-alikes, spaces around dots and dots in words undone.</summary>
    public static IEnumerable<string> Hosts(string link) =>
        CodeAddresses.Hosts(link).Concat(CodeAddresses.Hosts(Dot().Replace(NormalizedText.Of(link).Characters.ToString(), "."))).Distinct();

    [GeneratedRegex(@"\s{0,4}(?:[(\[](?:dot|\.)[)\]]|(?<=\s)dot(?=\s)|[.。·点點])\s{0,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Dot();
}
