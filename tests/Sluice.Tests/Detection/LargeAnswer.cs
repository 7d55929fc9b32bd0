using System.Net;
using System.Net.Sockets;

namespace Sluice.Tests.Detection;

/// <summary>
/// Answers one request with 100 MB. On a bare socket: a web server throws away what it is told to write to a connection that is gone,
/// so that nobody can tell what was read.
/// </summary>
internal sealed class LargeAnswer : IAsyncDisposable
{
    public const int Length = 100 << 20;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<long> _sent;

    /// <param name="saysSo">Its head says how long it is; else it ends with the connection.</param>
    public LargeAnswer(bool saysSo)
    {
        _listener.Start();
        _sent = SendAsync(saysSo, TestContext.Current.CancellationToken);
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>What was taken of it, what lies in buffers included, once nobody reads it any more.</summary>
    public Task<long> SentAsync() => _sent.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _sent.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<long> SendAsync(bool saysSo, CancellationToken cancellationToken)
    {
        using var connection = await _listener.AcceptTcpClientAsync(cancellationToken);
        var stream = connection.GetStream();
        using var question = new StreamReader(stream, leaveOpen: true);
        while (await question.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
            // Its head.
        }

        var length = saysSo ? $"Content-Length: {Length}\r\n" : "";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n{length}\r\n"), cancellationToken);
        var block = new byte[1 << 16];
        Array.Fill(block, (byte)' ');
        var sent = 0L;
        try
        {
            for (; sent < Length; sent += block.Length)
                await stream.WriteAsync(block, cancellationToken);
        }
        catch (IOException)
        {
            // Nobody is there any more.
        }

        return sent;
    }
}
