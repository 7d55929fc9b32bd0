namespace Sluice.Server.Detection.Sound;

/// <summary>One detector of sound as the runner uses it: its failures stay here.</summary>
internal sealed class SoundLane(ISoundDetector detector, DetectorCalls calls)
{
    /// <summary>Another machine judges.</summary>
    public bool IsRemote => detector.Patience is not null;

    public bool Serves(IReadOnlyList<string> riskTypes, IReadOnlyList<string> businessTypes) =>
        riskTypes.Any(detector.RiskTypes.Contains) || businessTypes.Any(detector.BusinessTypes.Contains);

    /// <summary>What it hears; null: it failed.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants to know any more.</exception>
    public async Task<IReadOnlyList<Finding>?> DetectAsync(Waveform sound, CancellationToken cancellationToken)
    {
        sound.Hold();
        return (await calls.RunAsync(deadline => detector.DetectAsync(sound, deadline), sound.Dispose, cancellationToken)).Answer;
    }
}
