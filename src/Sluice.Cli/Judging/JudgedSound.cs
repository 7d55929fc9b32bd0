using Sluice.Server.Callbacks;
using Sluice.Server.Verdicts;

namespace Sluice.Cli.Judging;

/// <summary>Some seconds of a file's sound, and what they came to.</summary>
/// <param name="File">As it was given.</param>
/// <param name="Verdict">What they came to.</param>
/// <param name="Heard">Whether anybody speaks, and what is said.</param>
/// <param name="Times">Which seconds they are, counted from 1970, and when they were judged.</param>
internal sealed record JudgedSound(string File, Verdict Verdict, HeardSegment Heard, ProcessTimes Times)
{
    public TimeSpan From => Times.CapturedFrom - DateTimeOffset.UnixEpoch;

    public TimeSpan To => Times.CapturedTo - DateTimeOffset.UnixEpoch;
}
