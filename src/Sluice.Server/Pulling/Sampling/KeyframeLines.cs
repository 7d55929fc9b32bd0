using System.Globalization;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// Reads the keyframes that a child lists on its standard error, in the lines of ffmpeg's <c>framecrc</c> format: the time base
/// and the kind of the stream once (<c>#tb 0: 1/1000</c>, <c>#media_type 0: video</c>), then
/// <c>stream, dts, pts, duration, size, checksum, …</c> for each.
/// </summary>
internal sealed class KeyframeLines
{
    private const string TimeBase = "#tb 0: ";
    private const string Video = "#media_type 0: video";

    private long _num;
    private long _den;
    private bool _isVideo;

    /// <summary>The keyframe that the line tells of; null: it tells of none.</summary>
    public Keyframe? Read(ReadOnlySpan<char> line)
    {
        if (line.StartsWith(TimeBase, StringComparison.Ordinal))
        {
            ReadTimeBase(line[TimeBase.Length..]);
            return null;
        }

        _isVideo |= line.SequenceEqual(Video);
        if (!_isVideo || _num == 0 || !line.StartsWith("0,", StringComparison.Ordinal))
            return null;

        Span<Range> parts = stackalloc Range[7];
        var count = line.Split(parts, ',');
        return count > 3 && Time(line[parts[1]]) is { } dts && Time(line[parts[2]]) is { } pts
            ? new Keyframe(pts, dts, count > 5 ? Content(line[parts[4]], line[parts[5]].Trim()) : 0)
            : null;
    }

    private static ulong Content(ReadOnlySpan<char> size, ReadOnlySpan<char> checksum) =>
        uint.TryParse(size, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var bytes)
        && checksum.StartsWith("0x", StringComparison.Ordinal)
        && uint.TryParse(checksum[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum)
            ? ((ulong)bytes << 32) | sum
            : 0;

    private void ReadTimeBase(ReadOnlySpan<char> fraction)
    {
        var slash = fraction.IndexOf('/');
        if (slash > 0
            && int.TryParse(fraction[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var num)
            && int.TryParse(fraction[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var den)
            && den > 0)
        {
            (_num, _den) = (num, den);
        }
    }

    private TimeSpan? Time(ReadOnlySpan<char> units)
    {
        if (!long.TryParse(units, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var value))
            return null;

        var ticks = (Int128)value * TimeSpan.TicksPerSecond * _num / _den;
        return Int128.Abs(ticks) < long.MaxValue / 4 ? TimeSpan.FromTicks((long)ticks) : null;
    }
}
