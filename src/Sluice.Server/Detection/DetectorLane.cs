using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection;

/// <summary>One detector as the runner uses it: its failures stay here.</summary>
internal sealed class DetectorLane(
    IDetector detector,
    DetectionThreads threads,
    TimeSpan timeout,
    DetectionMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private readonly DetectorCalls _calls = new(detector.Name, threads, timeout, metrics, time, logger);

    /// <summary>Another machine judges: no worker waits with it.</summary>
    public bool IsRemote => detector.Patience is not null;

    /// <summary><see cref="IDetector.StillAfter"/> of its detector.</summary>
    public TimeSpan? StillAfter => detector.StillAfter;

    public bool Serves(FrameWants wants) =>
        wants.RiskTypes.Any(detector.RiskTypes.Contains) || wants.BusinessTypes.Any(detector.BusinessTypes.Contains);

    /// <summary>
    /// The findings of each picture, none where it failed, which the picture is told. A batch that it throws at is repeated picture by picture, so that
    /// one stream's picture takes nothing from the others.
    /// </summary>
    /// <exception cref="OperationCanceledException">The server is stopping.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken stopping)
    {
        var (findings, failure) = await CallAsync(pictures, stopping);
        if (findings is not null)
        {
            return findings;
        }

        var single = new IReadOnlyList<Finding>[pictures.Count];
        for (var i = 0; i < single.Length; i++)
        {
            var found = single.Length > 1 && failure == DetectorFailure.Threw ? (await CallAsync([pictures[i]], stopping)).Findings : null;
            single[i] = found?[0] ?? [];
            pictures[i].LacksFindings |= found is null;
        }

        return single;
    }

    private async Task<(IReadOnlyList<IReadOnlyList<Finding>>? Findings, DetectorFailure? Failure)> CallAsync(
        IReadOnlyList<Picture> pictures,
        CancellationToken stopping)
    {
        foreach (var picture in pictures)
        {
            picture.Hold();
        }

        return await _calls.RunAsync(deadline => CheckedAsync(pictures, deadline), () => Release(pictures), stopping);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Finding>>> CheckedAsync(IReadOnlyList<Picture> pictures, CancellationToken deadline)
    {
        var findings = await detector.DetectAsync(pictures, deadline);
        return findings.Count == pictures.Count
            ? findings
            : throw new InvalidOperationException($"{findings.Count} answers to {pictures.Count} pictures.");
    }

    private static void Release(IReadOnlyList<Picture> pictures)
    {
        foreach (var picture in pictures)
        {
            picture.Dispose();
        }
    }
}
