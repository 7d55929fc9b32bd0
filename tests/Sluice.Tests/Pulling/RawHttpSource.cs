using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Tests.Pulling;

/// <summary>A web server of which a test controls every byte.</summary>
internal sealed class RawHttpSource : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string, Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private readonly X509Certificate2? _certificate;
    private int _contacts;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="answer">Gets the path and the connection, which is closed when it returns.</param>
    /// <param name="at">Where it listens; null: at 127.0.0.1, at a port that the system chooses.</param>
    /// <param name="certificate">With one it speaks HTTPS.</param>
    public RawHttpSource(
        Func<string, Stream, CancellationToken, Task> answer, IPEndPoint? at = null, X509Certificate2? certificate = null)
        : this((path, _, stream, stop) => answer(path, stream, stop), at, certificate)
    {
    }

    private RawHttpSource(Func<string, string, Stream, CancellationToken, Task> answer, IPEndPoint? at, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
        _listener = new TcpListener(at ?? new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made to it.</summary>
    public int Contacts => _contacts;

    /// <summary>The heads of the requests, in the order in which they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>A client has sent a request.</summary>
    public Task Connected => _connected.Task;

    public static byte[] Head(string status, string headers = "") =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n");

    /// <summary>Answers every request with one body of known length.</summary>
    public static RawHttpSource Of(
        byte[] body, string status = "200 OK", IPEndPoint? at = null, X509Certificate2? certificate = null) =>
        new(async (_, stream, stop) =>
        {
            await stream.WriteAsync(Head(status, $"Content-Length: {body.Length}\r\n"), stop);
            await stream.WriteAsync(body, stop);
        }, at, certificate);

    /// <summary>Serves the files of a folder, from any byte on.</summary>
    public static RawHttpSource OfFolder(string folder) =>
        new(async (path, request, stream, stop) =>
        {
            var file = Path.Combine(folder, path.TrimStart('/').Split('?')[0]);
            if (!File.Exists(file))
            {
                await stream.WriteAsync(Head("404 Not Found", "Content-Length: 0\r\n"), stop);
                return;
            }

            var body = await File.ReadAllBytesAsync(file, stop);
            var range = request.IndexOf("\r\nRange: bytes=", StringComparison.OrdinalIgnoreCase);
            var from = range < 0 ? 0 : int.Parse(request[(range + 15)..].Split('-')[0], CultureInfo.InvariantCulture);
            await stream.WriteAsync(
                Head(
                    range < 0 ? "200 OK" : "206 Partial Content",
                    $"Content-Length: {body.Length - from}\r\nAccept-Ranges: bytes\r\nConnection: close\r\n"
                    + (range < 0 ? "" : $"Content-Range: bytes {from}-{body.Length - 1}/{body.Length}\r\n")),
                stop);
            await stream.WriteAsync(body.AsMemory(from), stop);
        }, null, null);

    public static async Task WriteChunkAsync(Stream stream, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), stop);
        await stream.WriteAsync(body, stop);
        await stream.WriteAsync("\r\n"u8.ToArray(), stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _contacts);
                answers.Add(AnswerAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var secured = _certificate is null ? null : new SslStream(client.GetStream());
                if (secured is not null)
                    await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(_certificate!, null, offline: true) }, _stop.Token);
                Stream stream = secured is null ? client.GetStream() : secured;
                var buffer = new byte[16384];
                var count = await stream.ReadAsync(buffer, _stop.Token);
                var request = Encoding.ASCII.GetString(buffer, 0, count);
                var path = request.Split(' ')[1];
                Requests.Enqueue(request);
                _connected.TrySetResult();
                await _answer(path, request, stream, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or IndexOutOfRangeException or AuthenticationException)
            {
            }
        }
    }
}
