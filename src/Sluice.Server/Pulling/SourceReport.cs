using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Server.Pulling;

/// <summary>What a child said on its standard error, line by line: kept in a few fields and a short tail.</summary>
internal sealed partial class SourceReport
{
    private const int TailLines = 12;
    private const int LongestLine = 300;

    private readonly Queue<string> _tail = new();
    private bool _hasDuration;
    private bool _hasVideo;
    private bool _hasSound;

    /// <summary>What the input is has been said: its format, its duration and size as far as they are known, and what is in it.</summary>
    public bool IsDescribed { get; private set; }

    /// <summary>ffmpeg's name of the input's format, null while it has not recognised one.</summary>
    public string? Format { get; private set; }

    /// <summary>How long the input is, when it says so: live ones do not.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>The source's timestamp at which its media begins, null when it says none. The child's own begin at 0.</summary>
    public TimeSpan? Start { get; private set; }

    /// <summary>The input's size in bytes is known: ffmpeg then names a bit rate together with the duration.</summary>
    public bool HasSize { get; private set; }

    /// <summary>
    /// A live source in which sound was found and no video. FLV does not say what is in it: video may come with its next keyframe.
    /// </summary>
    public bool MayHaveVideo => IsDescribed && _hasSound && !_hasVideo && Format is "flv" or "live_flv" && this is { Duration: null, HasSize: false };

    /// <summary>The most telling failure so far.</summary>
    public SourceFailure? Failure { get; private set; }

    /// <summary>Reading the input failed: its end is no end that the source announced.</summary>
    public bool ReadFailed { get; private set; }

    /// <summary>The last warnings and errors, addresses left out.</summary>
    public string Tail => string.Join(" | ", _tail);

    public void Add(string line)
    {
        if (Format is null && InputLine().Match(line) is { Success: true } input)
        {
            Format = input.Groups[1].Value;
        }
        else if (Format is not null && !_hasDuration && DurationLine().Match(line) is { Success: true } duration)
        {
            _hasDuration = true;

            // A live stream's server may say that it is 0 s long.
            Duration = Length(duration.Groups[1].Value) is { Ticks: > 0 } length ? length : null;
            HasSize = Duration is not null && duration.Groups[3].Value != "N/A";

            if (double.TryParse(duration.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var start)
                && Math.Abs(start) < TimeSpan.MaxValue.TotalSeconds / 4)
            {
                Start = TimeSpan.FromSeconds(start);
            }
        }

        else if (_hasDuration && !IsDescribed)
        {
            var kind = InputStream().Match(line).Groups[1].Value;
            _hasVideo |= kind == "Video";
            _hasSound |= kind == "Audio";
            IsDescribed = OutputLine().IsMatch(line);
        }

        if (!TroubleLine().IsMatch(line))
            return;

        if (_tail.Count == TailLines)
            _tail.Dequeue();
        _tail.Enqueue(Address().Replace(line.Length > LongestLine ? line[..LongestLine] : line, "…"));

        ReadFailed |= SourceFailure.IsReadFailure(line);
        if (SourceFailure.Find(line) is { } failure && (Failure is null || failure.Rank < Failure.Rank))
            Failure = failure;
    }

    // Hours, which may be many, minutes and seconds; null: it says none.
    private static TimeSpan? Length(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || !double.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        return TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds);
    }

    [GeneratedRegex(@"Input #0, (\S+), from ", RegexOptions.CultureInvariant)]
    private static partial Regex InputLine();

    [GeneratedRegex(@"\] +Stream #0:\d+\S*: (Video|Audio): ", RegexOptions.CultureInvariant)]
    private static partial Regex InputStream();

    [GeneratedRegex(@"\] (Output #0, |Stream mapping:|Output file .*does not contain any stream)", RegexOptions.CultureInvariant)]
    private static partial Regex OutputLine();

    [GeneratedRegex(@"\bDuration: (N/A|[\d:.]+),(?: start: (-?[\d.]+),)? .*bitrate: (N/A|\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"\[(warning|error|fatal|panic)\]|^setpriv:", RegexOptions.CultureInvariant)]
    private static partial Regex TroubleLine();

    [GeneratedRegex(@"'[^']*'?|\S*://\S*|\S+@\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
