using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>Servers that misbehave, for one case; they go with it.</summary>
internal sealed class FailureStage(SourceMedia media) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _servers = [];
    private readonly Stack<IDisposable> _sockets = [];

    public SourceMedia Media => media;

    /// <summary>The pull has handed on a frame.</summary>
    public TaskCompletionSource FrameCame { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A web server that answers every request in one way.</summary>
    public string Http(Func<string, Stream, CancellationToken, Task> answer, string name = "x.flv", X509Certificate2? certificate = null)
    {
        var server = Keep(new RawHttpSource(answer, certificate: certificate));
        return $"http{(certificate is null ? "" : "s")}://{server.Address}/{name}";
    }

    /// <summary>A web server with one body of known length.</summary>
    public string Body(byte[] body, string status = "200 OK", string headers = "", string name = "x.flv") =>
        Http((_, stream, stop) => SendAsync(stream, status, $"Content-Length: {body.Length}\r\n{headers}", body, stop), name);

    public string Body(string body, string headers = "", string name = "x.flv") => Body(Encoding.UTF8.GetBytes(body), headers: headers, name: name);

    /// <summary>A web server that begins with media as a live one does, and then does something else.</summary>
    public string Live(byte[] media, Func<Stream, CancellationToken, Task> then) =>
        Http(async (_, stream, stop) =>
        {
            await SendAsync(stream, "200 OK", "", media, stop);
            await then(stream, stop);
        });

    /// <summary>A web server with a playlist of one segment each second; a segment that is null is not found.</summary>
    public string Playlist(int segments, byte[]? segment, bool ended = true)
    {
        var lines = string.Concat(Enumerable.Range(0, segments).Select(i => $"#EXTINF:1,\ns{i}.ts\n"));
        var playlist = Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n{lines}{(ended ? "#EXT-X-ENDLIST\n" : "")}");
        return Http(
            (path, stream, stop) =>
            {
                var body = path == "/x.m3u8" ? playlist : segment;
                return SendAsync(stream, body is null ? "404 Not Found" : "200 OK", $"Content-Length: {body?.Length ?? 0}\r\n", body ?? [], stop);
            },
            "x.m3u8");
    }

    public string Rtmp(byte[] flv, string status, string level = "status", string? last = null) =>
        $"rtmp://{Keep(new RtmpSource(flv, status, level, last)).Address}/live/x";

    /// <summary>A port where nobody listens.</summary>
    public static string Closed(string scheme)
    {
        using var listener = Listen(1);
        return $"{scheme}://{listener.LocalEndPoint}/live/x";
    }

    /// <summary>A server that takes connections and says nothing.</summary>
    public string Silent(string scheme)
    {
        var listener = Listen(100);
        _sockets.Push(listener);
        return $"{scheme}://{listener.LocalEndPoint}/live/x";
    }

    /// <summary>A server whose queue of connections is full: the kernel no longer answers.</summary>
    public async Task<string> FullAsync(CancellationToken cancellationToken)
    {
        var listener = Listen(0);
        _sockets.Push(listener);
        while (true)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Push(client);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                await client.ConnectAsync(listener.LocalEndPoint!, patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return $"http://{listener.LocalEndPoint}/x.flv";
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_sockets.TryPop(out var socket))
            socket.Dispose();
        while (_servers.TryPop(out var server))
            await server.DisposeAsync();
    }

    public static async Task SendAsync(Stream stream, string status, string headers, byte[] body, CancellationToken stop)
    {
        await stream.WriteAsync(RawHttpSource.Head(status, headers + "Connection: close\r\n"), stop);
        await stream.WriteAsync(body, stop);
    }

    private static Socket Listen(int backlog)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    private T Keep<T>(T server)
        where T : IAsyncDisposable
    {
        _servers.Push(server);
        return server;
    }
}
