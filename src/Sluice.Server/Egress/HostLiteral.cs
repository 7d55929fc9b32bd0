using System.Globalization;
using System.Net;

namespace Sluice.Server.Egress;

/// <summary>
/// Hosts that are addresses in any spelling that resolvers accept (<c>2130706433</c>, <c>0177.0.0.1</c>, <c>0x7f.1</c>,
/// <c>127.1</c>, <c>[::1]</c>), and localhost, which never leaves the machine whatever it resolves to.
/// </summary>
internal static class HostLiteral
{
    /// <param name="host">A host of a URL, with or without the brackets of IPv6.</param>
    /// <param name="address">The address; for localhost and names below it the IPv4 loopback.</param>
    public static bool TryGet(string host, out IPAddress address)
    {
        host = host.TrimEnd('.');
        if (IsLocalhost(host))
        {
            address = IPAddress.Loopback;
            return true;
        }

        if (host.Contains(':', StringComparison.Ordinal))
        {
            address = IPAddress.TryParse(host, out var v6) ? v6 : IPAddress.None;
            return v6 is not null;
        }

        return TryGetV4(host, out address);
    }

    /// <summary>localhost or a name below it, without a trailing dot.</summary>
    public static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    // As inet_aton reads it: one to four numbers, decimal, octal (0…) or hexadecimal (0x…), the last one fills what is left.
    private static bool TryGetV4(string host, out IPAddress address)
    {
        address = IPAddress.None;
        var parts = host.Split('.');
        if (parts.Length > 4)
        {
            return false;
        }

        ulong value = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var bits = i == parts.Length - 1 ? 8 * (5 - parts.Length) : 8;
            if (!TryGetNumber(parts[i], out var number) || number >> bits != 0)
            {
                return false;
            }

            value = (value << bits) | number;
        }

        address = new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        return true;
    }

    private static bool TryGetNumber(string text, out ulong number)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        }

        if (text.Length > 1 && text[0] == '0')
        {
            number = 0;
            foreach (var digit in text)
            {
                if (digit is < '0' or > '7' || number >> 60 != 0)
                {
                    return false;
                }

                number = (number << 3) | (uint)(digit - '0');
            }

            return true;
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
