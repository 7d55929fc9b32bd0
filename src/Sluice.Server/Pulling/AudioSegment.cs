using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>A piece of sound, 16 kHz mono signed 16-bit little-endian, in pooled buffers that <see cref="Dispose"/> gives back.</summary>
/// <param name="pieces">Owned by the segment from here on.</param>
/// <param name="start">Capture time of the first sample.</param>
/// <param name="end">Capture time of the end of the last sample.</param>
internal sealed class AudioSegment(SoundPieces pieces, DateTimeOffset start, DateTimeOffset end) : IDisposable
{
    private SoundPieces? _pieces = pieces;
    private volatile bool _isForsaken;

    public DateTimeOffset Start { get; } = start;

    public DateTimeOffset End { get; } = end;

    /// <summary>Each of its parts holds whole samples.</summary>
    public ReadOnlySequence<byte> Sound => _pieces?.Sound ?? throw new ObjectDisposedException(nameof(AudioSegment));

    /// <summary>Somebody may go on reading it who cannot be stopped: its buffers are not given back.</summary>
    public void Forsake() => _isForsaken = true;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pieces, null) is { } pieces && !_isForsaken)
            pieces.Dispose();
    }
}
