using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Cli.Demo;

/// <summary>
/// A relay in front of a source for one player. It sees when the player goes, and reads the source on after that: so the
/// source does not end with its player.
/// </summary>
internal sealed class SourceTap : IAsyncDisposable
{
    /// <summary>What a player and ffmpeg say to each other before the first picture is less than this.</summary>
    private const int TalkBytes = 8192;

    private static readonly TimeSpan SourceComesUpWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<DateTimeOffset> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _playerLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly int _sourcePort;
    private readonly Task _running;
    private long _bytesAfterPlayer;

    public SourceTap(int sourcePort, TimeProvider time)
    {
        _sourcePort = sourcePort;
        _time = time;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = RunAsync();
    }

    /// <summary>Where a player connects, on loopback.</summary>
    public int Port { get; }

    /// <summary>When second 0 of the source passed.</summary>
    public Task<DateTimeOffset> Started => _started.Task;

    /// <summary>The timestamp (see <see cref="TimeProvider.GetTimestamp"/>) at which the player's connection was closed.</summary>
    public Task<long> PlayerLeft => _playerLeft.Task;

    /// <summary>What the source has sent since the player left.</summary>
    public long BytesAfterPlayer => Interlocked.Read(ref _bytesAfterPlayer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var turningAway = Task.CompletedTask;
        try
        {
            using var player = await _listener.AcceptTcpClientAsync(_stop.Token);
            turningAway = TurnAwayAsync();
            using var source = await ConnectToSourceAsync();
            player.NoDelay = true;
            source.NoDelay = true;
            // Taken now: a client that has lost its connection gives no stream.
            await using var toPlayer = player.GetStream();
            await using var toSource = source.GetStream();
            await Task.WhenAll(FromPlayerAsync(toPlayer, toSource), FromSourceAsync(toPlayer, toSource));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
            // The source never came up, the player went before it did, or the demo ends: whoever waits for an event has a time limit.
        }

        await turningAway;
    }

    // There is one source for one player: whoever comes next is sent away, not left waiting. The port stays taken, or another relay
    // might get it, and with it this one's second player.
    private async Task TurnAwayAsync()
    {
        try
        {
            while (true)
            {
                using var _ = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It is over.
        }
    }

    private async Task<TcpClient> ConnectToSourceAsync()
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            var source = new TcpClient();
            try
            {
                await source.ConnectAsync(IPAddress.Loopback, _sourcePort, _stop.Token);
                return source;
            }
            catch (SocketException) when (_time.GetElapsedTime(began) < SourceComesUpWithin)
            {
                source.Dispose();
                await Task.Delay(RetryAfter, _time, _stop.Token);
            }
            catch
            {
                source.Dispose();
                throw;
            }
        }
    }

    private async Task FromPlayerAsync(NetworkStream player, NetworkStream source)
    {
        var buffer = new byte[16384];
        try
        {
            int read;
            while ((read = await player.ReadAsync(buffer, _stop.Token)) > 0)
            {
                // A player says goodbye (deleteStream) before it goes, and ffmpeg would end on that: once it plays, nothing
                // the player says is needed.
                if (!_started.Task.IsCompleted)
                    await source.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // A reset is a close too.
        }
        _playerLeft.TrySetResult(_time.GetTimestamp());
    }

    private async Task FromSourceAsync(NetworkStream player, NetworkStream source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(65536);
        long relayed = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, _stop.Token)) > 0)
            {
                relayed += read;
                if (relayed > TalkBytes)
                    _started.TrySetResult(_time.GetUtcNow());
                if (_playerLeft.Task.IsCompleted)
                    Interlocked.Add(ref _bytesAfterPlayer, read);
                else
                    await ForwardAsync(player, buffer.AsMemory(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            // The player learns that the source is over, as it would without the relay.
            player.Close();
        }
    }

    private async Task ForwardAsync(NetworkStream player, ReadOnlyMemory<byte> data)
    {
        try
        {
            await player.WriteAsync(data, _stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            _playerLeft.TrySetResult(_time.GetTimestamp());
        }
    }
}
