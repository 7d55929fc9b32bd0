using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>
/// Sound as it comes, in pooled pieces of a second: a stream holds what it has heard of a segment, and no room for the rest of it. Not
/// thread-safe.
/// </summary>
internal sealed class SoundPieces : IDisposable
{
    /// <summary>Whole windows of all that listens, and just less than what a pool keeps for so much.</summary>
    private const int PieceBytes = SoundFormat.BytesPerSecond;

    private Piece? _first;
    private Piece? _last;

    public int Length { get; private set; }

    /// <summary>All of it, valid until it is disposed of.</summary>
    public ReadOnlySequence<byte> Sound =>
        _last is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_first!, 0, _last, Length - (int)_last.RunningIndex);

    public void Add(ReadOnlySpan<byte> pcm)
    {
        while (pcm.Length > 0)
        {
            var within = Length % PieceBytes;
            if (within == 0)
            {
                var next = new Piece(Length);
                _last?.Append(next);
                _first ??= next;
                _last = next;
            }

            var taken = Math.Min(pcm.Length, PieceBytes - within);
            pcm[..taken].CopyTo(_last!.Buffer.AsSpan(within));
            Length += taken;
            pcm = pcm[taken..];
        }
    }

    /// <summary>Gives its buffers back. It is empty then, and can be added to again.</summary>
    public void Dispose()
    {
        for (var piece = _first; piece is not null; piece = (Piece?)piece.Next)
            ArrayPool<byte>.Shared.Return(piece.Buffer);
        (_first, _last, Length) = (null, null, 0);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(long at)
        {
            Buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
            Memory = Buffer.AsMemory(0, PieceBytes);
            RunningIndex = at;
        }

        public byte[] Buffer { get; }

        public void Append(Piece next) => Next = next;
    }
}
