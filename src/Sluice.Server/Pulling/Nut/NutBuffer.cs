using System.Buffers;

namespace Sluice.Server.Pulling.Nut;

/// <summary>Reads bytes ahead in one pooled block. The end of the data in the middle of something is <see cref="EndOfStreamException"/>.</summary>
/// <param name="read">Reads at least one byte into the memory; 0 is the end of the data.</param>
internal sealed class NutBuffer(Func<Memory<byte>, CancellationToken, ValueTask<int>> read) : IDisposable
{
    private byte[] _block = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _from;
    private int _to;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>False at the end of the data.</summary>
    public async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        if (_from < _to)
            return true;

        _from = 0;
        _to = await read(_block, cancellationToken);
        return _to > 0;
    }

    public async ValueTask<byte> ByteAsync(CancellationToken cancellationToken)
    {
        if (_from == _to && !await HasMoreAsync(cancellationToken))
            throw new EndOfStreamException();

        Position++;
        return _block[_from++];
    }

    /// <summary>A NUT number: 7 bits a byte, the highest bit set in all but the last.</summary>
    public async ValueTask<ulong> NumberAsync(CancellationToken cancellationToken)
    {
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            var next = await ByteAsync(cancellationToken);
            value = (value << 7) | (next & 0x7Fu);
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("A number of the media has no end.");
    }

    /// <summary>A number that has to be below <paramref name="limit"/>.</summary>
    public async ValueTask<int> NumberBelowAsync(int limit, CancellationToken cancellationToken)
    {
        var value = await NumberAsync(cancellationToken);
        return value < (ulong)limit ? (int)value : throw new InvalidDataException("A number of the media is out of range.");
    }

    /// <summary>A signed NUT number.</summary>
    public async ValueTask<long> SignedAsync(CancellationToken cancellationToken)
    {
        var value = unchecked(await NumberAsync(cancellationToken) + 1);
        return (value & 1) == 1 ? -(long)(value >> 1) : (long)(value >> 1);
    }

    public async ValueTask FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            if (!await HasMoreAsync(cancellationToken))
                throw new EndOfStreamException();

            var taken = Math.Min(target.Length, _to - _from);
            _block.AsSpan(_from, taken).CopyTo(target.Span);
            _from += taken;
            Position += taken;
            target = target[taken..];
        }
    }

    public async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (!await HasMoreAsync(cancellationToken))
                throw new EndOfStreamException();

            var taken = (int)Math.Min(count, _to - _from);
            _from += taken;
            Position += taken;
            count -= taken;
        }
    }

    public void Dispose()
    {
        var block = Interlocked.Exchange(ref _block, []);
        if (block.Length > 0)
            ArrayPool<byte>.Shared.Return(block);
    }
}
