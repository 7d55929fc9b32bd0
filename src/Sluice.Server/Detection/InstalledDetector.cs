using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Detection;

/// <summary>A detector that this server knows, whether or not it can run here.</summary>
/// <param name="Name">Short, stable: in metrics, logs and doctor.</param>
/// <param name="RiskTypes">The imgType values that it judges; of one that hears, audioType.</param>
/// <param name="BusinessTypes">The imgBusinessType values that it serves; of one that hears, audioBusinessType.</param>
/// <param name="Detail">What it runs on (a library and its version), or why it cannot run and what to do about it.</param>
internal sealed record InstalledDetector(
    string Name,
    IReadOnlySet<string> RiskTypes,
    IReadOnlySet<string> BusinessTypes,
    string Detail)
{
    /// <summary>Null: it cannot run here, or hears.</summary>
    public IDetector? Detector { get; init; }

    /// <summary>Null: it cannot run here, or sees.</summary>
    public ISoundDetector? Sound { get; init; }

    /// <summary>
    /// Loads the models, which otherwise comes with the first frame, and runs each once. Throws a <see cref="ModelException"/>. Null: it
    /// has none.
    /// </summary>
    public Action? TryModels { get; init; }

    /// <summary>Asks the other machine that judges once. Throws a <see cref="ModelException"/>. Null: there is none.</summary>
    public Func<CancellationToken, Task>? TryRemote { get; init; }

    /// <summary>
    /// Processor time that one 720p frame takes, or 10 s of sound, as measured for docs/detection.md: what it costs to ask for its types.
    /// Null: not known, as of an operator's own model.
    /// </summary>
    public TimeSpan? Cost { get; init; }

    public bool IsAvailable => Detector is not null || Sound is not null;
}
