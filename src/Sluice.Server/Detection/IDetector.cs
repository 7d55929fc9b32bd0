namespace Sluice.Server.Detection;

/// <summary>
/// Finds one kind of thing in pictures. Called from several threads at once. What it cannot do it throws; the runner keeps
/// that from the stream and counts it.
/// </summary>
internal interface IDetector
{
    /// <summary>Short, stable: in metrics, logs and doctor.</summary>
    string Name { get; }

    /// <summary>The imgType values that it can judge, e.g. QRCODE.</summary>
    IReadOnlySet<string> RiskTypes { get; }

    /// <summary>The imgBusinessType values that it can serve.</summary>
    IReadOnlySet<string> BusinessTypes { get; }

    /// <summary>
    /// Another machine judges: this one waits, for so long at most, in place of <see cref="DetectionOptions.DetectorTimeout"/>, and the
    /// worker goes on with other frames meanwhile. Null: it computes here.
    /// </summary>
    TimeSpan? Patience => null;

    /// <summary>
    /// A picture that stays as it is for this long means something else to it, so that it is asked again then though nothing changed.
    /// Null: never.
    /// </summary>
    TimeSpan? StillAfter => null;

    /// <summary>Looks at a batch of pictures, of any streams. Returns the findings of each, in the same order.</summary>
    ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken);
}
