using System.Runtime.CompilerServices;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;

namespace Sluice.Cli.Judging;

/// <summary>Judges the frames of files, several at a time, and gives them in order.</summary>
internal sealed class FileJudge(OfflineJudge judge, FrameWants wants, int interval, TimeProvider time)
{
    /// <exception cref="MediaFileException">After the frames that could be read.</exception>
    public async IAsyncEnumerable<JudgedMedia> JudgeAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new Queue<Task<JudgedMedia>>();
        var frames = MediaFile.ReadAsync(file, interval, cancellationToken).GetAsyncEnumerator(cancellationToken);
        MediaFileException? failure = null;
        try
        {
            while (true)
            {
                try
                {
                    if (!await frames.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (MediaFileException unreadable)
                {
                    failure = unreadable;
                    break;
                }

                running.Enqueue(JudgeAsync(file, frames.Current, cancellationToken));
                if (running.Count >= judge.Concurrency)
                {
                    yield return await running.Dequeue();
                }
            }

            while (running.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            await frames.DisposeAsync();
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private async Task<JudgedMedia> JudgeAsync(string file, MediaFrame frame, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var (verdict, lines) = await judge.JudgeAsync(frame.Jpeg, wants, cancellationToken);
        var at = DateTimeOffset.UnixEpoch + frame.At;
        return new JudgedMedia(file, frame, verdict, lines, new ProcessTimes(at, at, began, time.GetUtcNow()));
    }
}
