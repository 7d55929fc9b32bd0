namespace Sluice.Server.Pulling.Gate;

/// <summary>What a child wants to be connected to.</summary>
/// <param name="Scheme">http, https, rtmp or rtmps.</param>
/// <param name="Host">IPv6 without brackets.</param>
/// <param name="Port">Its port.</param>
internal sealed record GateTarget(string Scheme, string Host, int Port)
{
    public bool IsSecure => Scheme is "https" or "rtmps";
}
