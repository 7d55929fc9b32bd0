using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.SystemTests.Sources;

/// <summary>A web server in the test's own process that answers as a test says, and keeps who came and when they left.</summary>
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

    private async Task<string> ReadPathAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It left before it said what it wanted.
        }

        return head.ToString().Split(' ') is [_, var path, ..] ? path : "";
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
