using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Server.Pulling;

/// <summary>What a child said on its standard error, line by line: kept in a few fields and a short tail.</summary>
internal sealed partial class SourceReport
{
    private const int TailLines = 12;
    private const int LongestLine = 300;
    private const int LongestHours = 1_000_000;

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
    public bool MayHaveVideo => IsDescribed && _hasSound && !_hasVideo && IsFlv && this is { Duration: null, HasSize: false };

    /// <summary>FLV in which sound and video were found.</summary>
    public bool IsFlvWithBoth => _hasSound && _hasVideo && IsFlv;

    private bool IsFlv => Format is "flv" or "live_flv";

    /// <summary>The most telling failure so far.</summary>
    public SourceFailure? Failure { get; private set; }

    /// <summary>
    /// There is no video, and ffmpeg refuses what it was told of decoding it: builds with encoders whose options have the same names
    /// take it for theirs.
    /// </summary>
    public bool RefusesVideoOptions { get; private set; }

    /// <summary>Reading the input failed: its end is no end that the source announced.</summary>
    public bool ReadFailed => ReadFailures > 0;

    /// <summary>How often it failed.</summary>
    public int ReadFailures { get; private set; }

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
            Duration = DurationOf(duration.Groups[1].Value) is { Ticks: > 0 } length ? length : null;
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

        RefusesVideoOptions |= VideoOptionLine().IsMatch(line);
        ReadFailures += SourceFailure.IsReadFailure(line) ? 1 : 0;
        if (SourceFailure.Find(line) is { } failure && (Failure is null || failure.Rank < Failure.Rank))
            Failure = failure;
    }

    // Hours have as many digits as they need.
    private static TimeSpan? DurationOf(string text) =>
        text.Split(':') is [var hours, var minutes, var seconds]
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && h < LongestHours
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) && m < 60
        && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var s) && s <= 60
            ? TimeSpan.FromHours(h) + TimeSpan.FromMinutes(m) + TimeSpan.FromSeconds(s)
            : null;

    // What the input is, its own words follow: a title is indented further.
    [GeneratedRegex(@"^(?:\[info\] )?Input #0, (\S+), from ", RegexOptions.CultureInvariant)]
    private static partial Regex InputLine();

    [GeneratedRegex(@"^(?:\[info\] )? {2,4}Stream #0:\d+\S*: (Video|Audio): ", RegexOptions.CultureInvariant)]
    private static partial Regex InputStream();

    [GeneratedRegex(@"^(?:\[info\] )?(?:Output #0, |Stream mapping:)|\] Output file .*does not contain any stream", RegexOptions.CultureInvariant)]
    private static partial Regex OutputLine();

    [GeneratedRegex(@"^(?:\[info\] )?  Duration: (N/A|[\d:.]+),(?: start: (-?[\d.]+),)? .*bitrate: (N/A|\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"\[(warning|error|fatal|panic)\]|^setpriv:", RegexOptions.CultureInvariant)]
    private static partial Regex TroubleLine();

    [GeneratedRegex(@"AVOption skip_(frame|loop_filter) .* is not a decoding option", RegexOptions.CultureInvariant)]
    private static partial Regex VideoOptionLine();

    [GeneratedRegex(@"'[^']*'?|\S*://\S*|\S+@\S+|\S*\?\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
