using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.SystemTests.Sources;

/// <summary>
/// A web server in the test's own process that answers as a test says, and keeps who came and when they left: a source, or a
/// receiver that misbehaves.
/// </summary>
internal sealed class ScriptedSource : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Lock _lock = new();
    private readonly List<SourceVisit> _visits = [];
    private readonly List<Task> _serving = [];
    private readonly bool _readsRequests;
    private readonly Task _accepting;

    /// <param name="answer">Gets the path and the connection; cancelled when the player leaves. The connection closes when it returns.</param>
    /// <param name="readsRequests">False: nothing is read before the answer, as from a player that speaks no HTTP.</param>
    public ScriptedSource(Func<string, Stream, CancellationToken, Task> answer, bool readsRequests = true)
    {
        (_answer, _readsRequests) = (answer, readsRequests);
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Everybody who came, in their order.</summary>
    public IReadOnlyList<SourceVisit> Visits
    {
        get
        {
            lock (_lock)
                return [.. _visits];
        }
    }

    /// <summary>Answers nothing, until the player leaves.</summary>
    public static Task NothingAsync(string path, Stream stream, CancellationToken left) => Task.Delay(Timeout.Infinite, left);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient player)
    {
        var cameAt = TimeProvider.System.GetTimestamp();
        using (player)
        {
            var stream = player.GetStream();
            SourceVisit visit;
            var path = _readsRequests ? await ReadPathAsync(stream) : "";
            lock (_lock)
                _visits.Add(visit = new SourceVisit(path, cameAt));
            using var left = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var watching = WatchAsync(stream, visit, left);
            try
            {
                await _answer(path, stream, left.Token);
                player.Close();
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The player has left, or the test is over.
            }

            await watching;
        }
    }

    // With its body, if it has one: to close with data unread would take the answer back.
    private async Task<string> ReadPathAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (!IsWhole(request.ToString()) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                request.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It left before it said what it wanted.
        }

        return request.ToString().Split(' ') is [_, var path, ..] ? path : "";
    }

    private static bool IsWhole(string request)
    {
        const string length = "Content-Length: ";
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        var at = request.IndexOf(length, 0, head, StringComparison.OrdinalIgnoreCase);
        return at < 0 || request.Length >= head + 4 + int.Parse(request.AsSpan(at + length.Length)[..request.AsSpan(at + length.Length).IndexOf('\r')], CultureInfo.InvariantCulture);
    }

    private async Task WatchAsync(NetworkStream stream, SourceVisit visit, CancellationTokenSource left)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, _stop.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // A reset is a close too, and so is our own.
        }

        visit.OnLeft();
        await left.CancelAsync();
    }
}
