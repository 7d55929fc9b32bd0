using System.Net.Sockets;

namespace Sluice.Server.Pulling.Gate;

/// <summary>A connection to a source, which its lease can close at any time.</summary>
/// <param name="socket">The connection.</param>
/// <param name="stream">What is read and written: the socket, or TLS on top of it.</param>
/// <param name="closing">Closes the socket with the lease.</param>
internal sealed class GateSource(Socket socket, Stream stream, CancellationTokenRegistration closing) : IAsyncDisposable, IDisposable
{
    // Above what a live stream brings in a pause, far below what a connection's buffer holds.
    private const int Many = 32 * 1024;

    private bool _isQuiet;

    public Stream Stream => stream;

    /// <summary>One read takes all that has come. Of TLS one record at a time is read.</summary>
    public bool IsPlain { get; } = stream is NetworkStream;

    /// <summary>
    /// Nobody reads for a while: what comes meanwhile is let lie without waking a thread, unless it is much or the end. Only of a
    /// plain connection, since records of TLS have to be whole to be read.
    /// </summary>
    public void BeQuiet()
    {
        if (IsPlain && !_isQuiet)
            WakeAt(Many);
    }

    /// <summary>What lies is read; when nothing does, the first byte wakes the reader.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> target)
    {
        if (_isQuiet && socket.Available == 0)
            WakeAt(1);
        return stream.ReadAsync(target);
    }

    public void Dispose()
    {
        closing.Unregister();
        stream.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        closing.Unregister();
        return stream.DisposeAsync();
    }

    private void WakeAt(int bytes)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
        _isQuiet = bytes > 1;
    }
}
