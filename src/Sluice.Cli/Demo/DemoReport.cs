using System.Globalization;
using Sluice.Cli.Callbacks;

namespace Sluice.Cli.Demo;

/// <summary>What a demo showed, checked.</summary>
internal sealed class DemoReport
{
    /// <summary>A frame's capture time against the clock of the source: half a frame interval either side.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(DemoScript.FrameInterval / 2.0 + 0.5);

    private readonly DemoObservation _seen;
    private readonly TimeProvider _time;

    public DemoReport(DemoObservation seen, TimeProvider time)
    {
        _seen = seen;
        _time = time;
        Checks =
        [
            Count(CallbackLineKind.Frame, "frames"),
            Count(CallbackLineKind.Audio, "segments of sound"),
            Code(),
            .. Caption(),
            Disconnect(),
            End(CallbackLineKind.FrameEnd, CallbackLineKind.Frame, "image"),
            End(CallbackLineKind.AudioEnd, CallbackLineKind.Audio, "audio"),
            SourceRuns(),
        ];
    }

    public IReadOnlyList<DemoCheck> Checks { get; }

    public bool Ok => Checks.All(check => check.Ok);

    private DemoCheck Count(CallbackLineKind kind, string name)
    {
        var count = _seen.Callbacks.Count(c => c.Line.Kind == kind);
        return new DemoCheck(count > 0, count > 0 ? Text($"{name} called back: {count}") : $"no {name} were called back");
    }

    private DemoCheck Code() => Shown(
        "QR code", DemoScript.CodeText, _seen.Script.CodeFrom, _seen.Script.CodeTo, line => line.QrContents.Contains(DemoScript.CodeText));

    /// <summary>Text is read only where its models are installed; the report does not hide that.</summary>
    private IEnumerable<DemoCheck> Caption()
    {
        if (!_seen.ReadsText)
            yield return new DemoCheck(true, "text on screen was not read: its models are not installed, see ./sluice doctor");
        else if (_seen.HasCaption)
            yield return Shown("caption", DemoScript.Caption, _seen.Script.CaptionFrom, _seen.Script.CaptionTo, HasContact);
    }

    private static bool HasContact(CallbackLine line) =>
        line.RiskSegments.Any(segment => segment.Contains(DemoScript.Contact, StringComparison.OrdinalIgnoreCase));

    private DemoCheck Shown(string what, string content, TimeSpan from, TimeSpan to, Func<CallbackLine, bool> isFound)
    {
        var shown = Text($"{what} shown from second {from.TotalSeconds} to {to.TotalSeconds}");
        if (_seen.Callbacks.FirstOrDefault(c => isFound(c.Line)) is not { } found)
            return new DemoCheck(false, $"{shown}, never found");
        if (_seen.SourceStartedAt is not { } started || SecondOf(found.Line, started) is not { } second)
            return new DemoCheck(false, $"{shown}, found at an unknown time");
        var late = TimeSpan.FromSeconds(DemoScript.FrameInterval);
        var onTime = second >= from - ClockTolerance && second <= from + late + ClockTolerance;
        return new DemoCheck(onTime, Text($"{shown}, found at second {second.TotalSeconds:0.0}: {content}"));
    }

    private DemoCheck Disconnect() => _seen.PlayerLeft is { } left
        ? new DemoCheck(true, Text($"the source saw the disconnect {AfterClose(left)} ms after the close was answered"))
        : new DemoCheck(false, "the source saw no disconnect after the close");

    private DemoCheck End(CallbackLineKind end, CallbackLineKind segment, string name)
    {
        var ends = _seen.Callbacks.Where(c => c.Line.Kind == end).ToList();
        if (ends.Count != 1)
            return new DemoCheck(false, Text($"{ends.Count} end callbacks ({name}) came instead of 1"));
        if (ends[0].Line.ErrorCode is { } error)
            return new DemoCheck(false, Text($"the end callback ({name}) has errorCode {error}"));
        var after = _seen.Callbacks.Count(c => c.Line.Kind == segment && c.Received.Timestamp > ends[0].Received.Timestamp);
        if (after > 0)
            return new DemoCheck(false, Text($"{after} results came after the end callback ({name})"));
        return new DemoCheck(true, Text($"the end callback ({name}) came {AfterClose(ends[0].Received.Timestamp)} ms after, last and once"));
    }

    private DemoCheck SourceRuns() => _seen.SourceRuns && _seen.BytesAfterPlayer > 0
        ? new DemoCheck(true, Text($"the source still runs: {_seen.BytesAfterPlayer / 1000} kB since"))
        : new DemoCheck(false, "the source ended before it was told to");

    /// <summary>The disconnect may be seen a little before the answer is: that is no time at all.</summary>
    private long AfterClose(long timestamp) =>
        Math.Max(0, (long)_time.GetElapsedTime(_seen.CloseAnswered, timestamp).TotalMilliseconds);

    private static TimeSpan? SecondOf(CallbackLine line, DateTimeOffset started) =>
        DateTimeOffset.TryParse(line.CapturedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - started : null;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
