using System.Globalization;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// How an RTMP address is pulled through a relay on this machine: ffmpeg calls the relay with the address's own path, and
/// tells the server the names that the address has. Pure.
/// </summary>
/// <param name="Host">The host to connect to.</param>
/// <param name="Port">Its port: 1935, or 443 with TLS, unless the address names one.</param>
/// <param name="Tls">The connection to the host is encrypted; that to the relay is not.</param>
/// <param name="Credentials">What stands before the host, with its @; RTMP servers' own authentication.</param>
/// <param name="Path">From the first slash on, with the query.</param>
/// <param name="TcUrl">What the server is told as the address of its application.</param>
internal sealed record RtmpRoute(string Host, int Port, bool Tls, string Credentials, string Path, string TcUrl)
{
    /// <summary>Takes an rtmp or rtmps address apart.</summary>
    public static RtmpRoute Of(string url)
    {
        var uri = new Uri(url);
        var tls = uri.Scheme == "rtmps";
        var port = uri.Port >= 0 ? uri.Port : tls ? 443 : 1935;

        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "" : rest[end..];
        var credentials = authority[..(authority.LastIndexOf('@') + 1)];
        var named = authority[credentials.Length..];
        if (uri.Port < 0)
            named = string.Create(CultureInfo.InvariantCulture, $"{named.TrimEnd(':')}:{port}");
        return new RtmpRoute(uri.IdnHost, port, tls, credentials, path, $"{uri.Scheme}://{named}/{Application(path)}");
    }

    /// <summary>What ffmpeg is to call, when the relay listens at this port.</summary>
    public string Through(int relayPort) =>
        string.Create(CultureInfo.InvariantCulture, $"rtmp://{Credentials}127.0.0.1:{relayPort}{Path}");

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
