using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>A piece of sound, 16 kHz mono signed 16-bit little-endian, in a pooled buffer that <see cref="Dispose"/> gives back.</summary>
internal sealed class AudioSegment : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;
    private volatile bool _isForsaken;

    /// <param name="buffer">Rented from <see cref="ArrayPool{T}.Shared"/>; owned by the segment from here on.</param>
    /// <param name="length">How much of it is sound, in bytes.</param>
    /// <param name="start">Capture time of the first sample.</param>
    /// <param name="end">Capture time of the end of the last sample.</param>
    public AudioSegment(byte[] buffer, int length, DateTimeOffset start, DateTimeOffset end)
    {
        _buffer = buffer;
        _length = length;
        Start = start;
        End = end;
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public ReadOnlyMemory<byte> Pcm => new(_buffer ?? throw new ObjectDisposedException(nameof(AudioSegment)), 0, _length);

    /// <summary>Somebody may go on reading it who cannot be stopped: its buffer is not given back.</summary>
    public void Forsake() => _isForsaken = true;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer && !_isForsaken)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
