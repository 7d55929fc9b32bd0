using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Closes;

/// <summary>A host that never answers a TCP connect: its queue of connections is full, so the kernel drops what else comes.</summary>
internal sealed class StuckConnect : IStuckPull
{
    private static readonly TimeSpan Answers = TimeSpan.FromMilliseconds(300);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queued = [];
    private readonly int _port;
    private int _count;

    private StuckConnect()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        _port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public static async Task<StuckConnect> StartAsync()
    {
        var stuck = new StuckConnect();
        while (await stuck.FillAsync())
        {
        }

        return stuck;
    }

    public string NextUrl() => $"http://127.0.0.1:{_port}/live/{++_count}.flv";

    public Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within) =>
        Eventually.BeTrueAsync(IsTried, within, "a connection is tried");

    public async Task<long> LeftAsync(TimeSpan within)
    {
        await Eventually.BeTrueAsync(() => !IsTried(), within, "no connection is tried any more");
        return TimeProvider.System.GetTimestamp();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var socket in _queued)
            socket.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>False when there was no room for one more.</summary>
    private async Task<bool> FillAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Answers);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _port, patience.Token);
            _queued.Add(socket);
            return true;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            return false;
        }
    }

    // "  12: 0100007F:9C40 0100007F:1F90 02 …": local, remote, state; 02 is a connect without an answer.
    private bool IsTried()
    {
        var remote = string.Create(CultureInfo.InvariantCulture, $":{_port:X4}");
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[2].EndsWith(remote, StringComparison.Ordinal) && fields[3] == "02");
    }
}
