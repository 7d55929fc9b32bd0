using System.Net;

namespace Sluice.Server.Egress;

/// <summary>Where a host may be contacted.</summary>
/// <param name="Status">What was found.</param>
/// <param name="EndPoints">The addresses that may be contacted, in the resolver's order; never any other.</param>
/// <param name="Reason">Why not, for people; null when allowed.</param>
internal sealed record EgressResolution(EgressStatus Status, IReadOnlyList<IPEndPoint> EndPoints, string? Reason);
