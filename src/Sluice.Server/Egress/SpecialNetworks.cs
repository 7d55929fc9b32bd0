using System.Net;

namespace Sluice.Server.Egress;

/// <summary>The networks that are not the public internet: the special-purpose registries of IANA, and a public address that is none.</summary>
internal static class SpecialNetworks
{
    /// <summary>IPv4 addresses in none of these are public.</summary>
    public static IReadOnlyList<IPNetwork> V4 { get; } = Parse(
        "0.0.0.0/8",       // this network, unspecified
        "10.0.0.0/8",      // private
        "100.64.0.0/10",   // shared by carriers
        "127.0.0.0/8",     // loopback
        "168.63.129.16/32", // a cloud's service to its machines
        "169.254.0.0/16",  // link-local, cloud metadata
        "172.16.0.0/12",   // private
        "192.0.0.0/24",    // protocol assignments
        "192.0.2.0/24",    // documentation
        "192.88.99.0/24",  // 6to4 relays
        "192.168.0.0/16",  // private
        "198.18.0.0/15",   // benchmarks
        "198.51.100.0/24", // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/4",     // multicast
        "240.0.0.0/4");    // reserved, broadcast

    /// <summary>The only part of IPv6 that is public: all else (ULA, link-local, multicast, loopback …) is not.</summary>
    public static IPNetwork V6Global { get; } = IPNetwork.Parse("2000::/3");

    /// <summary>Parts of <see cref="V6Global"/> that are not public all the same.</summary>
    public static IReadOnlyList<IPNetwork> V6 { get; } = Parse(
        "2001::/23",     // protocol assignments: benchmarks, ORCHID (Teredo is looked at before)
        "2001:db8::/32", // documentation
        "3fff::/20");    // documentation

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
