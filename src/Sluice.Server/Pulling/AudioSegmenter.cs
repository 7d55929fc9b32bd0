using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>
/// Cuts sound into segments of exactly 10 s. A short gap in capture time is no gap in the sound: the pull fills what is
/// missing with silence, and re-anchoring of the capture clock moves times without losing sound. So the samples are joined, and
/// the end is the capture time of the last one. The start is that of the first one, or what a later one says of it, if that is earlier:
/// a pull's first sound comes late, and the clock knows only then. Only where the capture time jumps by more than <see cref="LongestGap"/> is the sound cut: what came before is a segment of its own when it is long enough.
/// Not thread-safe.
/// </summary>
internal sealed class AudioSegmenter : IDisposable
{
    /// <summary>16 kHz × 2 bytes × 10 s.</summary>
    public const int SegmentBytes = 10 * SoundFormat.BytesPerSecond;

    /// <summary>An unfinished segment counts when it is at least 1 s long.</summary>
    public const int ShortestBytes = SoundFormat.BytesPerSecond;

    /// <summary>A longer jump of the capture time, either way, cuts the sound.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    private byte[]? _buffer;
    private int _length;
    private DateTimeOffset _start;
    private DateTimeOffset _end;

    /// <summary>Takes sound and hands every segment that it completes to <paramref name="completed"/>, who owns it.</summary>
    public void Add(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt, Action<AudioSegment> completed)
    {
        pcm = pcm[..(pcm.Length & ~1)];
        if (_length > 0 && (capturedAt - _end).Duration() > LongestGap)
        {
            if (Flush() is { } cut)
                completed(cut);
        }

        while (pcm.Length > 0)
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(SegmentBytes);
            var start = capturedAt - SoundFormat.Duration(_length);
            if (_length == 0 || start < _start)
                _start = start;

            var taken = Math.Min(pcm.Length, SegmentBytes - _length);
            pcm[..taken].CopyTo(_buffer.AsSpan(_length));
            _length += taken;
            capturedAt += SoundFormat.Duration(taken);
            _end = capturedAt;
            pcm = pcm[taken..];

            if (_length == SegmentBytes)
                completed(Take());
        }
    }

    /// <summary>The unfinished segment when it is at least 1 s long, else null; either way the next sound begins a new one.</summary>
    public AudioSegment? Flush()
    {
        if (_length >= ShortestBytes)
            return Take();

        _length = 0;
        return null;
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
        _length = 0;
    }

    private AudioSegment Take()
    {
        var segment = new AudioSegment(_buffer!, _length, _start, _end);
        _buffer = null;
        _length = 0;
        return segment;
    }
}
