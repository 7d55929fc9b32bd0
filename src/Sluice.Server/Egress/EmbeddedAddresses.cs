using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Egress;

/// <summary>IPv6 addresses that lead to an IPv4 address: by the operating system, a translator or a tunnel.</summary>
internal static class EmbeddedAddresses
{
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    /// <summary>The IPv4 addresses inside; none when it is an address of its own.</summary>
    public static IReadOnlyList<IPAddress> Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [];
        }

        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 || Nat64.Contains(address) || IsIsatap(bytes))
        {
            return [V4(bytes, 12)];
        }

        if (Compatible.Contains(address))
        {
            // :: and ::1 are the unspecified address and loopback.
            return bytes.AsSpan(12, 3).ContainsAnyExcept((byte)0) || bytes[15] > 1 ? [V4(bytes, 12)] : [];
        }

        if (SixToFour.Contains(address))
        {
            return [V4(bytes, 2)];
        }

        if (Teredo.Contains(address))
        {
            // The server's address, and the client's with its bits inverted.
            var client = bytes[12..].Select(b => (byte)~b).ToArray();
            return [V4(bytes, 4), new IPAddress(client)];
        }

        return [];
    }

    private static bool IsIsatap(byte[] bytes) =>
        bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;

    private static IPAddress V4(byte[] bytes, int from) => new(bytes.AsSpan(from, 4));
}
