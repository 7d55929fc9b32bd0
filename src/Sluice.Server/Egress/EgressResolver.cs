using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Egress;

/// <summary>
/// Resolves a host to the addresses that may be contacted at a port. A host with public and other addresses is reached by those that
/// may be contacted alone. The caller connects to these very addresses, never to the name: a second look-up may answer
/// differently.
/// </summary>
internal sealed class EgressResolver
{
    private readonly EgressPolicy _policy;
    private readonly HostLookup _lookup;

    public EgressResolver(EgressPolicy policy)
        : this(policy, new SystemLookup().FindAsync)
    {
    }

    internal EgressResolver(EgressPolicy policy, HostLookup lookup)
    {
        _policy = policy;
        _lookup = lookup;
    }

    public EgressPolicy Policy => _policy;

    public async Task<EgressResolution> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (_policy.RefusalOf(port) is { } refusal)
        {
            return new EgressResolution(EgressStatus.Refused, [], refusal);
        }

        var addresses = await LookUpAsync(host, cancellationToken);
        if (addresses.Length == 0)
        {
            return new EgressResolution(EgressStatus.Unresolved, [], $"host {host} cannot be resolved");
        }

        // A mapped address is connected to as what it is: an IPv6 socket does not reach it.
        var allowed = addresses.Where(_policy.MayContact)
            .Select(address => new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port))
            .ToArray();
        return allowed.Length > 0
            ? new EgressResolution(EgressStatus.Allowed, allowed, null)
            : new EgressResolution(EgressStatus.Refused, [], EgressPolicy.Refusal(addresses[0]));
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        if (HostLiteral.TryGet(host, out var address))
        {
            return HostLiteral.IsLocalhost(host.TrimEnd('.')) ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [address];
        }

        try
        {
            return await _lookup(host, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
