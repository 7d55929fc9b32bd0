using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Sluice.Server.Pulling;

/// <summary>
/// A short queue between a pull and its judge. Bounded, and the newest wins: when judging is slower than the source the oldest
/// is dropped, so that results never lag without bound.
/// </summary>
/// <param name="capacity">How many may wait.</param>
/// <param name="dropped">Told of each that was not handled; it is disposed afterwards.</param>
internal sealed class MediaQueue<T>(int capacity, Action<T, DropCause> dropped)
    where T : IDisposable
{
    private readonly Channel<T> _channel = Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        item => Drop(item, DropCause.Full, dropped));

    /// <summary>Never blocks. What comes after <see cref="Complete"/> is disposed: it was captured after the close.</summary>
    public void Add(T item)
    {
        if (!_channel.Writer.TryWrite(item))
        {
            item.Dispose();
        }
    }

    /// <summary>The one that is handled next, or default when none waits. It may be handled, and disposed, at any moment.</summary>
    public T? Next => _channel.Reader.TryPeek(out var next) ? next : default;

    /// <summary>Takes one more, from within a handler: it is the handler's then.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item) => _channel.Reader.TryRead(out item);

    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Handles one after the other until complete and empty, or until <paramref name="giveUp"/>: then the rest is dropped.</summary>
    public async Task RunAsync(Func<T, CancellationToken, Task> handle, CancellationToken giveUp)
    {
        await foreach (var item in _channel.Reader.ReadAllAsync(CancellationToken.None))
        {
            var handled = false;
            try
            {
                if (!giveUp.IsCancellationRequested)
                {
                    await handle(item, giveUp);
                    handled = true;
                }
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                // Counted below.
            }
            finally
            {
                if (handled)
                {
                    item.Dispose();
                }
                else
                {
                    Drop(item, DropCause.Over, dropped);
                }
            }
        }
    }

    private static void Drop(T item, DropCause cause, Action<T, DropCause> dropped)
    {
        dropped(item, cause);
        item.Dispose();
    }
}
