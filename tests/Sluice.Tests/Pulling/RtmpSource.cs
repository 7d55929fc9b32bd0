using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Tests.Pulling;

/// <summary>
/// An RTMP server that says what a test wants: serves one player, sends an FLV as messages, then a status, then closes.
/// It answers the player's calls in the order in which ffmpeg makes them and does not look into them.
/// </summary>
internal sealed class RtmpSource : IAsyncDisposable
{
    private const byte Command = 20;
    private const int ChunkSize = 128;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly MemoryStream _heard = new();

    /// <param name="flv">What is sent once the player plays.</param>
    /// <param name="playStatus">The code that answers the play call.</param>
    /// <param name="level">The level of that answer.</param>
    /// <param name="lastStatus">The code that is sent after the media, or null to just close.</param>
    /// <param name="certificate">With one it speaks RTMPS.</param>
    /// <param name="redirect">With one it sends every player there.</param>
    /// <param name="at">The address that it listens at; null: 127.0.0.1.</param>
    public RtmpSource(
        byte[] flv,
        string playStatus,
        string level,
        string? lastStatus,
        X509Certificate2? certificate = null,
        string? redirect = null,
        IPAddress? at = null)
    {
        _listener = new TcpListener(at ?? IPAddress.Loopback, 0);
        _listener.Start();
        _serving = ServeAsync(flv, playStatus, level, lastStatus, certificate, redirect);
    }

    /// <summary>What the player said after the handshake, every byte a character.</summary>
    public string Heard => Encoding.Latin1.GetString(_heard.ToArray());

    public string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] flv, string playStatus, string level, string? lastStatus, X509Certificate2? certificate, string? redirect)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var secured = certificate is null ? null : new SslStream(client.GetStream());
            if (secured is not null)
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate!, null, offline: true) }, _stop.Token);
            Stream stream = secured is null ? client.GetStream() : secured;

            // 1. Handshake: the client's version and 1,536 bytes, ours twice, its echo.
            var hello = new byte[1537];
            await stream.ReadExactlyAsync(hello, _stop.Token);
            await stream.WriteAsync(new byte[] { 3 }.Concat(new byte[2 * 1536]).ToArray(), _stop.Token);
            await stream.ReadExactlyAsync(hello.AsMemory(1), _stop.Token);

            // 2. connect, createStream, play. What the player sends meanwhile is thrown away.
            var drain = DrainAsync(stream);
            if (redirect is not null)
            {
                await SendAsync(stream, 0, Command, 0, [.. Text("_error"), .. Number(1), 5, .. Redirect(redirect)]);
                await drain;
                return;
            }

            await SendAsync(stream, 0, Command, 0, [.. Text("_result"), .. Number(1), 5, .. Info("status", "NetConnection.Connect.Success")]);
            await SendAsync(stream, 0, Command, 0, [.. Text("_result"), .. Number(2), 5, .. Number(1)]);
            await SendStatusAsync(stream, level, playStatus);

            // 3. The media, tag by tag.
            for (var at = 13; at < flv.Length;)
            {
                var size = (flv[at + 1] << 16) | (flv[at + 2] << 8) | flv[at + 3];
                var time = (flv[at + 4] << 16) | (flv[at + 5] << 8) | flv[at + 6];
                await SendAsync(stream, time, flv[at], 1, flv.AsSpan(at + 11, size).ToArray());
                at += 11 + size + 4;
            }

            // 4. The end. The player closes after a status; to close with its data unread would take back what was sent.
            if (lastStatus is not null)
                await SendStatusAsync(stream, "status", lastStatus);
            else
                client.Client.Shutdown(SocketShutdown.Send);
            await drain;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException)
        {
        }
    }

    private async Task DrainAsync(Stream stream)
    {
        try
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and var count)
                _heard.Write(buffer, 0, count);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }

    private Task SendStatusAsync(Stream stream, string level, string code) =>
        SendAsync(stream, 0, Command, 1, [.. Text("onStatus"), .. Number(0), 5, .. Info(level, code)]);

    private async Task SendAsync(Stream stream, int time, byte type, int id, byte[] body)
    {
        var message = new List<byte>
        {
            4, (byte)(time >> 16), (byte)(time >> 8), (byte)time,
            (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, type, (byte)id, 0, 0, 0,
        };
        for (var at = 0; at < body.Length; at += ChunkSize)
        {
            if (at > 0)
                message.Add(0xC4);
            message.AddRange(body[at..Math.Min(body.Length, at + ChunkSize)]);
        }

        await stream.WriteAsync(message.ToArray(), _stop.Token);
    }

    private static byte[] Name(string text) => [0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Text(string text) => [2, .. Name(text)];

    private static byte[] Number(double value)
    {
        var bytes = new byte[9];
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Redirect(string to) =>
    [
        3, .. Name("level"), .. Text("error"), .. Name("code"), .. Text("NetConnection.Connect.Rejected"),
        .. Name("description"), .. Text($"redirect: {to}"),
        .. Name("ex"), 3, .. Name("code"), .. Number(302), .. Name("redirect"), .. Text(to), 0, 0, 9, 0, 0, 9,
    ];

    private static byte[] Info(string level, string code) =>
        [3, .. Name("level"), .. Text(level), .. Name("code"), .. Text(code), 0, 0, 9];
}
