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

    private SoundPieces _pieces = new();
    private DateTimeOffset _start;
    private DateTimeOffset _end;

    /// <summary>Takes sound and hands every segment that it completes to <paramref name="completed"/>, who owns it.</summary>
    public void Add(ReadOnlySpan<byte> pcm, DateTimeOffset capturedAt, Action<AudioSegment> completed)
    {
        pcm = pcm[..(pcm.Length & ~1)];
        if (_pieces.Length > 0 && (capturedAt - _end).Duration() > LongestGap)
        {
            if (Flush() is { } cut)
                completed(cut);
        }

        while (pcm.Length > 0)
        {
            var start = capturedAt - SoundFormat.Duration(_pieces.Length);
            if (_pieces.Length == 0 || start < _start)
                _start = start;

            var taken = Math.Min(pcm.Length, SegmentBytes - _pieces.Length);
            _pieces.Add(pcm[..taken]);
            capturedAt += SoundFormat.Duration(taken);
            _end = capturedAt;
            pcm = pcm[taken..];

            if (_pieces.Length == SegmentBytes)
                completed(Take());
        }
    }

    /// <summary>The unfinished segment when it is at least 1 s long, else null; either way the next sound begins a new one.</summary>
    public AudioSegment? Flush()
    {
        if (_pieces.Length >= ShortestBytes)
            return Take();

        _pieces.Dispose();
        return null;
    }

    public void Dispose() => _pieces.Dispose();

    private AudioSegment Take()
    {
        var segment = new AudioSegment(_pieces, _start, _end);
        _pieces = new SoundPieces();
        return segment;
    }
}
