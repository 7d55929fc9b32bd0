using Sluice.Server.Pulling.Sampling;

namespace Sluice.Server.Pulling;

/// <summary>What to pull and how to sample it.</summary>
/// <param name="StreamId">For logs.</param>
/// <param name="Url">The source. Holds credentials: never logged whole.</param>
/// <param name="FrameInterval">Whole seconds between frames, 1 to 60.</param>
/// <param name="WantsAudio">False: audio is not decoded at all.</param>
internal sealed record PullRequest(string StreamId, string Url, int FrameInterval, bool WantsAudio)
{
    /// <summary>What earlier pulls of the stream learned.</summary>
    public SamplingMemory Sampling { get; } = new();
}
