namespace Sluice.Server.Egress;

internal enum EgressStatus
{
    /// <summary>At least one address may be contacted.</summary>
    Allowed,

    /// <summary>The host has addresses, none of them may be contacted.</summary>
    Refused,

    /// <summary>The host has no address: no such name, or the resolver failed.</summary>
    Unresolved,
}
