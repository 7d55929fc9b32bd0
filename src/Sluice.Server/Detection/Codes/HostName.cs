using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Server.Egress;

namespace Sluice.Server.Detection.Codes;

/// <summary>Hosts of web addresses in one spelling, that of the name system: what browsers make of the others.</summary>
internal static class HostName
{
    private const int MaxLength = 253;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>
    /// Lower case, punycode, without a trailing dot; addresses in their usual form. What is no name comes back as near to one as it
    /// can be.
    /// </summary>
    public static string Normalize(string host)
    {
        var name = Plain(Unescape(host)).ToLowerInvariant().TrimEnd('.');
        if (name.Length is 0 or > MaxLength)
        {
            return name;
        }

        if (HostLiteral.TryGet(name, out var address) && !HostLiteral.IsLocalhost(name))
        {
            return address.ToString();
        }

        try
        {
            return Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return name;
        }
    }

    /// <summary>It is a name with a dot, or an address, and nothing more.</summary>
    public static bool IsName(string host) =>
        IPAddress.TryParse(host, out _)
        || (host.Contains('.', StringComparison.Ordinal)
        && !host.StartsWith('.')
        && !host.Contains("..", StringComparison.Ordinal)
        && host.All(c => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || c is '-' or '.')
        && Normalize(host) is { Length: > 0 and <= MaxLength } name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));

    private static string Unescape(string host) => host.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(host) : host;

    /// <summary>Without what is not seen, and letters of other shapes as the plain ones that browsers read them as.</summary>
    private static string Plain(string host)
    {
        if (Ascii.IsValid(host))
        {
            return host;
        }

        var plain = new StringBuilder(host.Length);
        foreach (var rune in host.EnumerateRunes().Where(rune => !IsUnseen(rune.Value)))
        {
            plain.Append(Rune.IsValid(PlainOf(rune.Value)) ? new Rune(PlainOf(rune.Value)) : rune);
        }

        return plain.ToString();
    }

    private static bool IsUnseen(int rune) =>
        rune is 0xAD or 0x34F or 0x2060 or 0x2064 or 0xFEFF or (>= 0x180B and <= 0x180D) or (>= 0x200B and <= 0x200D) or (>= 0xFE00 and <= 0xFE0F);

    private static int PlainOf(int rune) => rune switch
    {
        0x3002 or 0xFF0E or 0xFF61 => '.',
        >= 0xFF01 and <= 0xFF5E => rune - 0xFEE0,
        >= 0x24B6 and <= 0x24E9 => 'a' + ((rune - 0x24B6) % 26),
        >= 0x1D400 and <= 0x1D6A3 => 'a' + ((rune - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => '0' + ((rune - 0x1D7CE) % 10),
        _ => rune,
    };
}
