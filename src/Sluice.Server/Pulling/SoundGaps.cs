namespace Sluice.Server.Pulling;

/// <summary>
/// Finds sound that is missing between two pieces, by their timestamps. ffmpeg could fill gaps itself, but then a source whose
/// timestamp jumps by a day makes it write a day of silence.
/// </summary>
internal sealed class SoundGaps
{
    /// <summary>Less than this is rounding of timestamps.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(60);

    /// <summary>More than this is a break or a jump, and not filled: then the sound is cut there. What is neither would be a segment longer than its sound.</summary>
    public static readonly TimeSpan Longest = AudioSegmenter.LongestGap;

    private TimeSpan? _expected;

    /// <summary>How many bytes of silence belong before this piece, 0 for none.</summary>
    public int SilenceBefore(TimeSpan pts, int bytes)
    {
        var missing = _expected is { } expected ? pts - expected : TimeSpan.Zero;
        if (missing >= Shortest && missing <= Longest)
        {
            _expected = pts + SoundFormat.Duration(bytes);
            return SoundFormat.Bytes(missing);
        }

        // Within the rounding the count of samples is the truth, so that small errors add up until they are seen.
        var from = _expected is { } joined && missing.Duration() < Shortest ? joined : pts;
        _expected = from + SoundFormat.Duration(bytes);
        return 0;
    }
}
