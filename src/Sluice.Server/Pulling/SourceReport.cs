using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Server.Pulling;

/// <summary>What a child said on its standard error, line by line: kept in a few fields and a short tail.</summary>
internal sealed partial class SourceReport
{
    private const int TailLines = 12;
    private const int LongestLine = 300;

    private readonly Queue<string> _tail = new();

    /// <summary>What the input is has been said: its format, and its duration and size as far as they are known.</summary>
    public bool IsDescribed { get; private set; }

    /// <summary>ffmpeg's name of the input's format, null while it has not recognised one.</summary>
    public string? Format { get; private set; }

    /// <summary>How long the input is, when it says so: live ones do not.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>The source's timestamp at which its media begins, null when it says none. The child's own begin at 0.</summary>
    public TimeSpan? Start { get; private set; }

    /// <summary>The input's size in bytes is known: ffmpeg then names a bit rate together with the duration.</summary>
    public bool HasSize { get; private set; }

    /// <summary>The most telling failure so far.</summary>
    public SourceFailure? Failure { get; private set; }

    /// <summary>
    /// There is no video, and ffmpeg refuses what it was told of decoding it: builds with encoders whose options have the same names
    /// take it for theirs.
    /// </summary>
    public bool RefusesVideoOptions { get; private set; }

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
        else if (Format is not null && !IsDescribed && DurationLine().Match(line) is { Success: true } duration)
        {
            IsDescribed = true;
            if (TimeSpan.TryParse(duration.Groups[1].Value, CultureInfo.InvariantCulture, out var value))
            {
                Duration = value;
                HasSize = duration.Groups[3].Value != "N/A";
            }

            if (double.TryParse(duration.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var start)
                && Math.Abs(start) < TimeSpan.MaxValue.TotalSeconds / 4)
            {
                Start = TimeSpan.FromSeconds(start);
            }
        }

        if (!TroubleLine().IsMatch(line))
            return;

        if (_tail.Count == TailLines)
            _tail.Dequeue();
        _tail.Enqueue(Address().Replace(line.Length > LongestLine ? line[..LongestLine] : line, "…"));

        RefusesVideoOptions |= VideoOptionLine().IsMatch(line);
        ReadFailed |= SourceFailure.IsReadFailure(line);
        if (SourceFailure.Find(line) is { } failure && (Failure is null || failure.Rank < Failure.Rank))
            Failure = failure;
    }

    [GeneratedRegex(@"Input #0, (\S+), from ", RegexOptions.CultureInvariant)]
    private static partial Regex InputLine();

    [GeneratedRegex(@"\bDuration: (N/A|[\d:.]+),(?: start: (-?[\d.]+),)? .*bitrate: (N/A|\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"\[(warning|error|fatal|panic)\]|^setpriv:", RegexOptions.CultureInvariant)]
    private static partial Regex TroubleLine();

    [GeneratedRegex(@"AVOption skip_(frame|loop_filter) .* is not a decoding option", RegexOptions.CultureInvariant)]
    private static partial Regex VideoOptionLine();

    [GeneratedRegex(@"'[^']*'?|\S*://\S*|\S+@\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
