namespace Sluice.Server.Pulling;

/// <summary>Makes one attempt to pull a stream. One implementation per way to reach a source (ffmpeg; vendors' SDKs later).</summary>
internal interface IPuller
{
    /// <summary>
    /// Opens the source and hands its media to the sink until it ends, breaks, or <paramref name="stop"/> is cancelled. When
    /// the task completes nothing of the attempt is left: no child, no socket, no file. Never throws for what a source can do.
    /// </summary>
    Task<PullEnd> PullAsync(PullRequest request, IMediaSink sink, CancellationToken stop);
}
