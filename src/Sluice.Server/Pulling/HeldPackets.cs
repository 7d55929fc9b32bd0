using System.Buffers;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Server.Pulling;

/// <summary>
/// A child's packets in the order of their time. A segment of HLS is there at once, with its video before its sound or the other
/// way round: what is read one after the other would come late by as much. So it is read ahead, as far as it is there.
/// </summary>
/// <param name="read">Reads the next packet; null at the end.</param>
/// <param name="ahead">How much of one kind is held at most; zero: one packet.</param>
/// <param name="time">The clock.</param>
internal sealed class HeldPackets(Func<Task<NutPacket?>> read, TimeSpan ahead, TimeProvider time) : IAsyncDisposable
{
    private readonly Queue<NutPacket> _frames = [];
    private readonly Queue<NutPacket> _sounds = [];
    private Task<NutPacket?>? _reading;
    private TimeSpan _held;
    private bool _ended;

    /// <summary>The packet that is next.</summary>
    public NutPacket Next => Earlier.Peek();

    private Queue<NutPacket> Earlier =>
        _frames.Count == 0 || (_sounds.Count > 0 && _sounds.Peek().Pts < _frames.Peek().Pts) ? _sounds : _frames;

    /// <summary>Waits until there is a packet; false: the end.</summary>
    public async Task<bool> FillAsync()
    {
        while (IsEmpty && !_ended)
        {
            ReadOn();
            Keep(await _reading!);
        }

        while (HasRoom)
        {
            ReadOn();
            if (!_reading!.IsCompleted)
                break;
            Keep(await _reading);
        }

        return !IsEmpty;
    }

    /// <summary>The next packet, which is the caller's from now on.</summary>
    public NutPacket Take() => Earlier.Dequeue();

    /// <summary>Waits for so long, or until another packet has come.</summary>
    public async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (_reading is null)
        {
            await Task.Delay(delay, time, cancellationToken);
            return;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_reading, Task.Delay(delay, time, cut.Token));
        await cut.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Gives back what is held. The reading must have been cancelled, or have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reading is not null)
        {
            await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_reading.IsCompletedSuccessfully)
                Keep(await _reading);
        }

        while (!IsEmpty)
            ArrayPool<byte>.Shared.Return(Take().Buffer);
    }

    private bool IsEmpty => _frames.Count == 0 && _sounds.Count == 0;

    private bool HasRoom => ahead > TimeSpan.Zero && !_ended && _held - Next.Pts < ahead;

    private void ReadOn() => _reading ??= read();

    private void Keep(NutPacket? packet)
    {
        _reading = null;
        if (packet is not { } one)
        {
            _ended = true;
            return;
        }

        _held = one.Pts;
        (one.Stream.Class == NutStreamClass.Video ? _frames : _sounds).Enqueue(one);
    }
}
