namespace Sluice.Server.Detection.Sound;

/// <summary>
/// Hears one kind of thing in sound. Called from several threads at once. What it cannot do it throws; the runner keeps that from the
/// stream and counts it.
/// </summary>
internal interface ISoundDetector
{
    /// <summary>Short, stable: in metrics, logs and doctor.</summary>
    string Name { get; }

    /// <summary>The audioType values that it can judge, e.g. MOAN.</summary>
    IReadOnlySet<string> RiskTypes { get; }

    /// <summary>The audioBusinessType values that it can serve.</summary>
    IReadOnlySet<string> BusinessTypes { get; }

    /// <summary>
    /// Another machine judges: this one waits, for so long at most, in place of <see cref="DetectionOptions.DetectorTimeout"/>. Null: it
    /// computes here.
    /// </summary>
    TimeSpan? Patience => null;

    /// <summary>Listens to a piece of sound.</summary>
    Task<IReadOnlyList<Finding>> DetectAsync(Waveform sound, CancellationToken cancellationToken);
}
