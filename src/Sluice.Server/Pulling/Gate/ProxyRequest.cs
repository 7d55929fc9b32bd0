using System.Globalization;
using System.Text;

namespace Sluice.Server.Pulling.Gate;

/// <summary>The head of a request to the proxy, taken apart. One request is taken from each connection. Pure.</summary>
/// <param name="Host">Whom to connect to; IPv6 without brackets.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsTunnel">CONNECT: what follows is passed on unread.</param>
/// <param name="Credential">What follows "Basic" in Proxy-Authorization; null: none.</param>
/// <param name="Forwarded">The head as the target gets it; empty for a tunnel.</param>
internal sealed record ProxyRequest(string Host, int Port, bool IsTunnel, string? Credential, string Forwarded)
{
    // What concerns the connection to the proxy alone, and what would give the request a body.
    private static readonly string[] NotForwarded =
        ["Host", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "Content-Length", "Transfer-Encoding", "Icy-MetaData"];

    /// <summary>A request that came through a tunnel, as its target gets it; null: it is none that is served.</summary>
    public static string? Inner(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not ["GET" or "HEAD", ['/', ..], "HTTP/1.1" or "HTTP/1.0"])
            return null;

        var left = lines.Skip(1).TakeWhile(line => line.Length > 0).Where(line => line.Split(':')[0] is var name
            && (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || !NotForwarded.Contains(name, StringComparer.OrdinalIgnoreCase)));
        return string.Concat(left.Prepend(lines[0]).Append("Connection: close").Select(line => line + "\r\n")) + "\r\n";
    }

    /// <summary>Reads a head that ends in an empty line; null: it is none that is served.</summary>
    public static ProxyRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (lines.Length < 3 || lines[0].Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
            return null;

        // A character that another parser could take for the end of a line, or of the address, has no business here.
        if (lines.Any(line => line.Any(c => (c < ' ' && c != '\t') || c == '\u007f')))
            return null;

        var tunnel = method == "CONNECT";
        if (!tunnel && method is not ("GET" or "HEAD"))
            return null;

        const string Scheme = "http://";
        if (!tunnel && !target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var rest = tunnel ? target : target[Scheme.Length..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        if ((tunnel && end >= 0) || !TryGetHost(authority, tunnel ? 443 : 80, out var host, out var port))
            return null;

        string? credential = null;
        var forwarded = new StringBuilder();
        if (!tunnel)
        {
            var path = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
            forwarded.Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {NameOf(host, port)}\r\n");
        }

        foreach (var line in lines.AsSpan(1))
        {
            if (line.Length == 0)
                break;

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t'))
                return null;

            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase))
                credential = value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? value[6..].Trim() : null;

            var stays = name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
                || NotForwarded.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (!tunnel && !stays)
                forwarded.Append(CultureInfo.InvariantCulture, $"{line}\r\n");
        }

        if (!tunnel)
            forwarded.Append("Connection: close\r\n\r\n");
        return new ProxyRequest(host, port, tunnel, credential, forwarded.ToString());
    }

    private static bool TryGetHost(string authority, int otherwise, out string host, out int port)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < authority.LastIndexOf(']'))
            colon = -1;

        port = otherwise;
        host = colon < 0 ? authority : authority[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
            host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal))
            return false;

        // What every resolver and every other parser of addresses reads alike.
        return host.Length is > 0 and <= 255
            && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')
            && (colon < 0 || (int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= 65535));
    }

    private static string NameOf(string host, int port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return port == 80 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
    }
}
