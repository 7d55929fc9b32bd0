using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Egress;

/// <summary>
/// What may be contacted on a customer's word? Public addresses, others only when the operator allows them; ports and schemes by
/// list.
/// </summary>
internal sealed class EgressPolicy
{
    private readonly IPNetwork[] _allowed;
    private readonly PortList _ports;

    public EgressPolicy(IOptions<EgressOptions> options)
    {
        _allowed =
        [
            .. options.Value.Allow.Select(text =>
                AllowedNetwork.TryParse(text, out var network, out var problem) ? network : throw new ArgumentException(problem, nameof(options))),
        ];
        _ports = new PortList(options.Value.Ports);
        SourceSchemes = new SchemeList(nameof(EgressOptions.SourceSchemes), options.Value.SourceSchemes, SchemeList.OfSources);
        CallbackSchemes = new SchemeList(nameof(EgressOptions.CallbackSchemes), options.Value.CallbackSchemes, SchemeList.OfCallbacks);
    }

    public SchemeList SourceSchemes { get; }

    public SchemeList CallbackSchemes { get; }

    /// <summary>An IPv6 address that leads to IPv4 is judged by where it leads: listing its IPv6 form opens nothing.</summary>
    public bool MayContact(IPAddress address)
    {
        var embedded = EmbeddedAddresses.Unwrap(address);
        return embedded.Count == 0
            ? IsPublic(address) || IsAllowed(address)
            : embedded.All(inner => IsPublic(inner) || IsAllowed(inner));
    }

    /// <summary>Why the address may not be contacted, for the customer and the operator. The caller puts the parameter's name before it.</summary>
    public static string Refusal(IPAddress address) =>
        $"address {address} is not public; {EgressOptions.Section}:Allow must list it";

    /// <summary>Why the port may not be contacted; null: it may.</summary>
    public string? RefusalOf(int port) =>
        _ports.Contains(port) ? null : $"port {port} may not be contacted; {EgressOptions.Section}:Ports must list it";

    /// <summary>
    /// Judges a URL by its text alone: the refusal when its host is an address (in any spelling) or localhost that may not be
    /// contacted, or when its port may not, else null. A name is judged when it is resolved.
    /// </summary>
    public string? RefusalOf(Uri uri) =>
        HostLiteral.TryGet(uri.IdnHost, out var address) && !MayContact(address) ? Refusal(address) : RefusalOf(PortOf(uri));

    /// <summary>The port that a URL leads to: .NET knows none for RTMP.</summary>
    public static int PortOf(Uri uri) => uri.Port >= 0 ? uri.Port : uri.Scheme == "rtmp" ? 1935 : 443;

    private bool IsAllowed(IPAddress address) => Array.Exists(_allowed, network => network.Contains(address));

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !SpecialNetworks.V4.Any(network => network.Contains(address))
        : SpecialNetworks.V6Global.Contains(address) && !SpecialNetworks.V6.Any(network => network.Contains(address));
}
