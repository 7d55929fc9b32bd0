namespace Sluice.Server.Egress;

/// <summary>A connection was not made because no address of the host may be contacted. The message is for people.</summary>
internal sealed class EgressException(string message) : Exception(message);
