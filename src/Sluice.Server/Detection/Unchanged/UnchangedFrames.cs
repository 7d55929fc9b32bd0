namespace Sluice.Server.Detection.Unchanged;

/// <summary>Finds the frames that show what their stream's last judged one showed, at an eighth of the decoding.</summary>
/// <param name="keepFor">How long findings are used again; 0: never.</param>
internal sealed class UnchangedFrames(TimeSpan keepFor)
{
    /// <summary>Compares a job's frame with its stream's memory, where it has one and any use for it.</summary>
    public FrameSighting See(FrameJob job)
    {
        TimeSpan[] turns = [.. job.Lanes.Select(lane => lane.StillAfter).OfType<TimeSpan>()];
        return job.Wants.Memory is { } memory
            && (keepFor > TimeSpan.Zero || turns.Length > 0)
            && SignatureReader.Read(job.Jpeg) is { } signature
            ? memory.See(signature, job.Wants, keepFor, turns)
            : default;
    }

    /// <summary>Keeps what was found in a job's frame. Only what is whole: a detector that failed may see something the next time.</summary>
    public static void Remember(FrameJob job, Picture picture, JudgedFrame judged)
    {
        if (job.Seen.Signature is not null && !picture.LacksFindings)
        {
            job.Wants.Memory?.Remember(job.Seen, job.Wants, judged);
        }
    }
}
