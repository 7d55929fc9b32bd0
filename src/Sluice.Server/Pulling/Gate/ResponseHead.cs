using System.Text;

namespace Sluice.Server.Pulling.Gate;

/// <summary>The head of a source's answer as the child gets it. Pure.</summary>
internal static class ResponseHead
{
    // How the body is framed stays, since the body is passed on as it comes.
    private static readonly string[] ForTheConnection = ["Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Icy-MetaInt"];

    /// <summary>An interim answer (100 Continue), which another one follows.</summary>
    public static bool IsInterim(string head) =>
        head.Split(' ', 3) is [var version, var status, ..]
        && version.StartsWith("HTTP/1.", StringComparison.Ordinal)
        && status.Length == 3 && status[0] == '1' && status != "101";

    /// <summary>What looks through the body; null: the body is not of a form that it, and ffmpeg, read alike.</summary>
    public static AnswerGuard? Guard(string head)
    {
        if (!ValuesOf(head, "Location").All(AnswerGuard.Allows) || ValuesOf(head, "Content-Encoding").Any(value => value is not ("" or "identity")))
            return null;

        var coding = ValuesOf(head, "Transfer-Encoding").ToList();
        return coding switch
        {
            [] => new AnswerGuard(isChunked: false),
            ["identity"] => new AnswerGuard(isChunked: false),
            ["chunked"] when !ValuesOf(head, "Content-Length").Any() => new AnswerGuard(isChunked: true),
            _ => null,
        };
    }

    /// <summary>
    /// Leaves out what concerns the connection to the source, and says that this connection carries one answer. The status
    /// line stays as it is, whatever it is.
    /// </summary>
    public static string Rewrite(string head)
    {
        var lines = head.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var answer = new StringBuilder(lines[0]).Append("\r\n");
        foreach (var line in lines.AsSpan(1))
        {
            if (line.Length == 0)
                break;

            var name = line.Split(':')[0].Trim();
            if (!name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
                && !ForTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
                answer.Append(line).Append("\r\n");
        }

        return answer.Append("Connection: close\r\n\r\n").ToString();
    }

    private static IEnumerable<string> ValuesOf(string head, string name) =>
        from line in head.Split('\n').Skip(1)
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon > 0 && line.AsSpan(0, colon).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
        select line[(colon + 1)..].Trim().ToLowerInvariant();
}
