using System.Buffers;
using System.Net.Sockets;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// Passes bytes between a child and a source until one of them is done. Nothing is kept but one buffer: a child that does
/// not read makes the source wait.
/// </summary>
internal static class GatePump
{
    private const int DownBuffer = 64 * 1024;
    private const int UpBuffer = 4 * 1024;

    // A live stream comes in many small pieces, and each wakes a thread: once it runs, a little is let come together. What
    // comes fast is not held up, nor is what a connection begins with.
    private const int Beginning = 256 * 1024;
    private const int SmallPiece = 16 * 1024;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);

    /// <param name="lease">Whose bytes are counted.</param>
    /// <param name="child">The child's connection, closed by the caller.</param>
    /// <param name="source">The source's, closed by the caller.</param>
    /// <param name="ask">
    /// Null: what the child says is passed on too. Else the child is no longer heard, and this asks the source in its place
    /// and answers with the head of what comes; false: nothing came.
    /// </param>
    public static async Task RunAsync(GateLease lease, Socket child, Stream source, Func<Task<bool>>? ask = null)
    {
        var down = DownAsync(lease, child, source, ask);
        var up = UpAsync(child, ask is null ? source : null);
        if (await Task.WhenAny(down, up) == up)
        {
            // The child is gone, so the source is let go at once.
            await source.DisposeAsync();
            await down;
            return;
        }

        // The source is done. To close now would take back from the child what it has not read yet: it closes when it has.
        await down;
        await up;
    }

    private static async Task DownAsync(GateLease lease, Socket child, Stream source, Func<Task<bool>>? ask)
    {
        try
        {
            if (ask is null || await ask())
                await CopyAsync(lease, child, source);
            child.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The child sees a broken connection as one, not as an end.
            Abort(child);
        }
    }

    private static async Task CopyAsync(GateLease lease, Socket child, Stream source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DownBuffer);
        try
        {
            long total = 0;
            while (await source.ReadAsync(buffer) is > 0 and var count)
            {
                lease.OnBytes(count);
                await SendAsync(child, buffer.AsMemory(0, count));
                if ((total += count) > Beginning && count < SmallPiece)
                    await lease.PauseAsync(Gather);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Ends when the child has closed.
    private static async Task UpAsync(Socket child, Stream? source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UpBuffer);
        try
        {
            while (await child.ReceiveAsync(buffer.AsMemory()) is > 0 and var count)
            {
                try
                {
                    if (source is not null)
                        await source.WriteAsync(buffer.AsMemory(0, count));
                }
                catch (IOException)
                {
                    // The source's last words may still be on their way down.
                    source = null;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sends all of it.</summary>
    public static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
            data = data[await socket.SendAsync(data)..];
    }

    private static void Abort(Socket child)
    {
        try
        {
            child.LingerState = new LingerOption(true, 0);
            child.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }
}
