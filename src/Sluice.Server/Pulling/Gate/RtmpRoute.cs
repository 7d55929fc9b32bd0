using System.Globalization;
using Sluice.Server.Egress;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// How an RTMP address is pulled through the gate: plain RTMP knows no proxy, RTMPS does. So ffmpeg speaks RTMPS with a stand-in
/// of the address's host, which the gate takes for it, and tells the server the names that the address has. Pure.
/// </summary>
/// <param name="Target">The server; its port is 1935, or 443 with TLS, unless the address names one.</param>
/// <param name="Through">What ffmpeg is to open.</param>
/// <param name="TcUrl">What the server is told as the address of its application.</param>
internal sealed record RtmpRoute(GateTarget Target, string Through, string TcUrl)
{
    /// <summary>The host that ffmpeg asks the gate for. Nobody has this name.</summary>
    public const string StandIn = "source.invalid";

    /// <summary>Takes an rtmp or rtmps address apart.</summary>
    public static RtmpRoute Of(string url)
    {
        var uri = new Uri(url);
        var port = EgressPolicy.PortOf(uri);

        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "" : rest[end..];
        var credentials = authority[..(authority.LastIndexOf('@') + 1)];
        var named = authority[credentials.Length..];
        if (uri.Port < 0)
            named = string.Create(CultureInfo.InvariantCulture, $"{named.TrimEnd(':')}:{port}");
        return new RtmpRoute(
            new GateTarget(uri.Scheme, uri.IdnHost, port),
            $"rtmps://{credentials}{StandIn}:1935{path}",
            $"{uri.Scheme}://{named}/{Application(path)}");
    }

    // As ffmpeg takes the application from a path: it has no option that names the host alone, so the whole tcUrl is given.
    private static string Application(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (query > 0 && path.IndexOf("slist=", query, StringComparison.Ordinal) >= 0)
            return path[1..query];

        if (path.StartsWith("/ondemand/", StringComparison.Ordinal))
            return "ondemand";

        var next = path.Length > 0 ? path[1..] : "";
        var slash = next.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return "";

        // An application may have an instance (live/room/stream), unless what follows is a prefixed name (live/mp4:a/b).
        var second = next.IndexOf('/', slash + 1);
        var colon = next.IndexOf(':', slash + 1);
        return second < 0 || (colon >= 0 && colon < second) ? next[..slash] : next[..second];
    }
}
