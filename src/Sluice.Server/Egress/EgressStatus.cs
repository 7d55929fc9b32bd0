namespace Sluice.Server.Egress;

internal enum EgressStatus
{
    /// <summary>At least one address may be contacted.</summary>
    Allowed,

    /// <summary>The port may not be contacted, or the host has addresses and none of them may.</summary>
    Refused,

    /// <summary>The host has no address: no such name, or the resolver failed.</summary>
    Unresolved,
}
