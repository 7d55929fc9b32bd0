using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>
/// Tells whether a risky frame says anything that the one called back before it did not: another picture, label, level or
/// content (of a code, say) does. For one stream; one caller at a time.
/// </summary>
/// <param name="time">Its steady clock: a wall clock that is set changes nothing here.</param>
internal sealed class SimilarFrames(TimeProvider time)
{
    /// <summary>Bits of 64 in which pictures that look alike may differ.</summary>
    public const int MostBits = 6;

    /// <summary>After this a picture that stays as it was is called back again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private Last? _last;
    private bool _leftOut;

    /// <summary>The frame is to be left out.</summary>
    public bool IsRepeat(Verdict verdict, ulong look)
    {
        var isSimilar = IsSimilar(verdict, look);
        var isRepeat = isSimilar && time.GetElapsedTime(_last!.At) < Window;
        _leftOut = isRepeat || (isSimilar && _leftOut);
        return isRepeat;
    }

    /// <summary>The frame is called back. True: similar ones were left out before it.</summary>
    public bool OnCalledBack(Verdict verdict, ulong look)
    {
        var leftOut = _leftOut;
        _last = new Last(verdict, look, time.GetTimestamp());
        _leftOut = false;
        return leftOut;
    }

    private bool IsSimilar(Verdict verdict, ulong look) =>
        _last is { } last && PictureHash.Distance(last.Look, look) <= MostBits && SayTheSame(last.Verdict, verdict);

    private static bool SayTheSame(Verdict one, Verdict other) =>
        one.All.Count == other.All.Count && one.All.All(judged => other.All.Any(twin => SayTheSame(judged, twin)));

    private static bool SayTheSame(JudgedLabel one, JudgedLabel other) =>
        one.Label == other.Label && one.Level == other.Level && Contents(one).SetEquals(Contents(other));

    private static HashSet<string> Contents(JudgedLabel judged) => [.. judged.Findings.Select(finding => finding.Content ?? finding.Name ?? "")];

    private sealed record Last(Verdict Verdict, ulong Look, long At);
}
