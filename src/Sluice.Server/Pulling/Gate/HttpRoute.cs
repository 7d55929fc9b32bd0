using System.Globalization;

namespace Sluice.Server.Pulling.Gate;

/// <summary>How an http or https address is written for ffmpeg. Pure.</summary>
internal static class HttpRoute
{
    /// <summary>The same address, with scheme and host as ffmpeg knows them: in lower case, in the ASCII form of IDN.</summary>
    public static string Of(string url)
    {
        var uri = new Uri(url);
        var begin = uri.Scheme.Length + "://".Length;
        var end = url.AsSpan(begin).IndexOfAny('/', '?', '#') is var found and >= 0 ? begin + found : url.Length;
        var authority = url[begin..end];
        if (url.StartsWith(uri.Scheme, StringComparison.Ordinal) && authority.All(char.IsAscii))
            return url;

        var credentials = authority[..(authority.LastIndexOf('@') + 1)];
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        return string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme}://{credentials}{host}:{uri.Port}{url[end..]}");
    }
}
