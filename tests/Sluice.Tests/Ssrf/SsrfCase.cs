namespace Sluice.Tests.Ssrf;

/// <summary>One way to turn the server against the network it is in.</summary>
/// <param name="Way">Where the attacker's text goes.</param>
/// <param name="Text">
/// The text. <c>{t}</c> is the target's port, which answers at every address, <c>{p}</c> 127.0.0.2 with the port of a server that may
/// be contacted, <c>{r}</c> 127.0.0.2 with a port that may not, <c>{f}</c> the path of a media file, <c>{u}</c> of a socket.
/// </param>
/// <param name="Leads">Where all is allowed it reaches the target: that shows that the case is one.</param>
internal sealed record SsrfCase(SsrfWay Way, string Text, bool Leads = false);
