using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Egress;

/// <summary>Reads one entry of <see cref="EgressOptions.Allow"/>.</summary>
internal static class AllowedNetwork
{
    /// <summary>Strict: what an operator wrote must mean exactly what it looks like, since it opens a door.</summary>
    public static bool TryParse(string? text, out IPNetwork network, [NotNullWhen(false)] out string? problem)
    {
        network = default;
        text = text?.Trim() ?? "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(addressText, out var address) || !IsPlain(addressText, address))
        {
            problem = $"must be a network such as 10.1.0.0/16 or fd00::/8, or an address, but is '{text}'";
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            problem = $"must be written as IPv4, but is '{text}'";
            return false;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            problem = $"must have a prefix length of 0 to {bits}, but is '{text}'";
            return false;
        }

        var bytes = address.GetAddressBytes();
        if (Masked(bytes, prefix) is var start && !bytes.AsSpan().SequenceEqual(start))
        {
            problem = $"has bits set beyond its prefix: '{text}' should be '{new IPAddress(start)}/{prefix}'";
            return false;
        }

        network = new IPNetwork(address, prefix);
        problem = null;
        return true;
    }

    // IPAddress reads "10.1" and "0x7f.1" too, and a zone names an interface of one machine.
    private static bool IsPlain(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal);

    private static byte[] Masked(byte[] bytes, int prefix)
    {
        var masked = new byte[bytes.Length];
        for (var i = 0; i < masked.Length; i++)
        {
            var kept = Math.Clamp(prefix - (i * 8), 0, 8);
            masked[i] = (byte)(bytes[i] & (0xFF00 >> kept));
        }

        return masked;
    }
}
