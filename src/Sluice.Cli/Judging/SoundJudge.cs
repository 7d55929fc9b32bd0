using System.Runtime.CompilerServices;
using Sluice.Server.Callbacks;
using Sluice.Server.Pulling;

namespace Sluice.Cli.Judging;

/// <summary>Judges the sound of files, a segment after the other as that of a stream.</summary>
internal sealed class SoundJudge(SegmentJudge judge, TimeProvider time)
{
    /// <exception cref="MediaFileException">After the segments that could be read.</exception>
    public async IAsyncEnumerable<JudgedSound> JudgeAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var segment in MediaSound.ReadAsync(file, cancellationToken))
        {
            using (segment)
            {
                var began = time.GetUtcNow();
                var (verdict, heard) = await judge.JudgeAsync(segment, cancellationToken);
                yield return new JudgedSound(file, verdict, heard, new ProcessTimes(segment.Start, segment.End, began, time.GetUtcNow()));
            }
        }
    }
}
