using Sluice.Server.Callbacks;
using Sluice.Server.Verdicts;

namespace Sluice.Cli.Judging;

/// <summary>A frame of a file, and what it came to.</summary>
/// <param name="File">As it was given.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Lines">The lines of text in it, in reading order.</param>
/// <param name="Times">When it was judged.</param>
internal sealed record JudgedMedia(string File, MediaFrame Frame, Verdict Verdict, IReadOnlyList<string> Lines, ProcessTimes Times);
