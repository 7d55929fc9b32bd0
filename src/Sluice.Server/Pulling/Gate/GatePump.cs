using System.Buffers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// Passes bytes between a child and a source until one of them is done. Nothing is kept but one buffer: a child that does
/// not read makes the source wait.
/// </summary>
internal static class GatePump
{
    private const int DownBuffer = 64 * 1024;
    private const int UpBuffer = 4 * 1024;

    // A live stream comes in many small pieces, and each wakes a thread: once it runs, a little is let come together, until the next
    // beat. What comes fast is not held up, nor is what a connection begins with.
    private const int Beginning = 256 * 1024;
    private const int SmallPiece = 16 * 1024;

    /// <summary>A connection failed, or was closed.</summary>
    public static bool IsBroken(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or AuthenticationException or OperationCanceledException;

    /// <summary>The source's answer leads past the gate, or might: the pull is over.</summary>
    public static async Task<IOException> RefuseAsync(GateLease lease)
    {
        const string Detail = "the source's answer is of a form that is not allowed";
        await lease.RefuseAsync(Detail);
        return new IOException(Detail);
    }

    /// <param name="lease">Whose bytes are counted.</param>
    /// <param name="child">The child's connection, closed by the caller.</param>
    /// <param name="source">The source's, closed by the caller.</param>
    /// <param name="ask">
    /// Null: what the child says is passed on too. Else the child is no longer heard, and this asks the source in its place
    /// and answers with the head of what comes, and returns what looks through the rest; null: nothing came.
    /// </param>
    public static async Task RunAsync(GateLease lease, GateChild child, GateSource source, Func<Task<AnswerGuard?>>? ask = null)
    {
        var down = DownAsync(lease, child, source, ask);
        var up = UpAsync(child.Stream, ask is null ? source.Stream : null);
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

    private static async Task DownAsync(GateLease lease, GateChild child, GateSource source, Func<Task<AnswerGuard?>>? ask)
    {
        try
        {
            var guard = ask is null ? null : await ask();
            if (ask is null || guard is not null)
                await CopyAsync(lease, child.Stream, source, guard);
            await child.EndAsync();
        }
        catch (Exception e) when (IsBroken(e))
        {
            // The child sees a broken connection as one, not as an end.
            child.Abort();
        }
    }

    private static async Task CopyAsync(GateLease lease, Stream child, GateSource source, AnswerGuard? guard)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DownBuffer);
        try
        {
            long total = 0;
            while (true)
            {
                // All that is there, however small the pieces that TLS makes of it.
                var filled = 0;
                var more = ValueTask.FromResult(0);
                while (filled < (source.IsPlain ? 1 : buffer.Length) && more.IsCompletedSuccessfully)
                {
                    await more;
                    var count = await source.ReadAsync(buffer.AsMemory(filled));
                    if (count == 0)
                    {
                        await TryPassAsync(lease, child, guard, buffer.AsMemory(0, filled));
                        return;
                    }

                    filled += count;
                    more = source.IsPlain ? ValueTask.FromResult(0) : source.Stream.ReadAsync(Memory<byte>.Empty);
                }

                if (!await TryPassAsync(lease, child, guard, buffer.AsMemory(0, filled)))
                    return;

                if ((total += filled) > Beginning && filled < SmallPiece)
                {
                    source.BeQuiet();
                    await lease.PauseAsync();
                }

                await more;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // False: the pieces of the body are not to be understood from here on. To the child it ends there, wherever in a read that was found.
    private static async ValueTask<bool> TryPassAsync(GateLease lease, Stream child, AnswerGuard? guard, ReadOnlyMemory<byte> data)
    {
        lease.OnBytes(data.Length);
        if (guard?.Allows(data.Span) == false)
            return guard.HasFound ? throw await RefuseAsync(lease) : false;

        await child.WriteAsync(data);
        return true;
    }

    // Ends when the child has closed.
    private static async Task UpAsync(Stream child, Stream? source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UpBuffer);
        try
        {
            while (await child.ReadAsync(buffer) is > 0 and var count)
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
        catch (Exception e) when (IsBroken(e))
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
