using System.Net;
using System.Net.Sockets;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>A relay in front of a server: counts who connects, and sees when the last one has gone.</summary>
internal sealed class ConnectionTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _relays = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _connections;
    private int _open;
    private long _lastLeft;

    public ConnectionTap(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many there were, from the beginning.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async Task<long> AllLeftAsync(TimeSpan within)
    {
        await Eventually.BeTrueAsync(() => Volatile.Read(ref _open) == 0, within, "every connection to the source is closed");
        return Volatile.Read(ref _lastLeft);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_relays);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var player = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                Interlocked.Increment(ref _open);
                _relays.Add(RelayAsync(player));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient player)
    {
        using var server = new TcpClient();
        using (player)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                var answers = CopyAsync(server, player);
                // Ends when the player closes, whatever the server still has to say.
                await CopyAsync(player, server);
                Volatile.Write(ref _lastLeft, TimeProvider.System.GetTimestamp());
                Interlocked.Decrement(ref _open);
                server.Close();
                await answers;
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[32768];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // A reset is a close too.
        }
    }
}
