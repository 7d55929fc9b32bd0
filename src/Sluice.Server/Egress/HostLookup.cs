using System.Net;

namespace Sluice.Server.Egress;

/// <summary>Asks the operating system's resolver for a name's addresses; fails with a SocketException when there are none.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);
