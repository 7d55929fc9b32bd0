using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Server.Pulling.Playlists;

/// <summary>
/// Reads the playlist of an HLS source through the gate before ffmpeg does: given a master playlist, ffmpeg would open and probe
/// every rendition.
/// </summary>
internal static class PlaylistReader
{
    private const int MostRedirects = 5;
    private const int LongestPlaylist = 512 * 1024;

    // Servers that look at it have to see the player that comes next.
    private const string Player = "Lavf/59.27.100";

    /// <summary>The rendition to pull. Null: there is no choice, or the playlist could not be read, which ffmpeg will find out too.</summary>
    /// <param name="lease">Makes the connections, which it checks and verifies, one redirect after the other; closed, all is over at once.</param>
    /// <param name="url">The source.</param>
    /// <param name="patience">How long all of it may take.</param>
    /// <param name="time">The clock.</param>
    public static async Task<Rendition?> ChooseAsync(GateLease lease, string url, TimeSpan patience, TimeProvider time)
    {
        // An address with credentials is for ffmpeg, which knows how to answer a server that asks for them.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || !lease.TryEnter())
            return null;

        try
        {
            using var timeout = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lease.Closed);
            for (var i = 0; i <= MostRedirects; i++)
            {
                var (text, next) = await ReadAsync(lease, address, either.Token);
                if (text is not null)
                    return MasterPlaylist.Choose(text, address);
                if (next is null || next.Scheme is not ("http" or "https"))
                    return null;
                address = next;
            }

            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
        finally
        {
            lease.Leave();
        }
    }

    private static async Task<(string? Text, Uri? Next)> ReadAsync(GateLease lease, Uri address, CancellationToken cancellationToken)
    {
        // The lease makes the connection, TLS included: to the handler it is a plain one.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseDrainSize = 0,
            ConnectCallback = async (_, _) =>
            {
                var (source, failure) = await lease.ConnectAsync(new GateTarget(address.Scheme, address.IdnHost, address.Port));
                return source is null ? throw new IOException(failure?.Detail) : new CountedStream(source, lease);
            },
        };
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { Scheme = "http", Port = address.Port, Fragment = "" }.Uri);
        request.Headers.TryAddWithoutValidation("User-Agent", Player);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        request.Headers.Host = address.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{address.Port}");
        using var response = await client.SendAsync(request, cancellationToken);
        if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
            return (null, new Uri(address, location));
        if (response.StatusCode != HttpStatusCode.OK)
            return (null, null);

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var text = new byte[LongestPlaylist];
        var length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return (Encoding.UTF8.GetString(text, 0, length), null);
    }
}
