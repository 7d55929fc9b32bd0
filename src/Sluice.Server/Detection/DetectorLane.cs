using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection;

/// <summary>One detector as the runner uses it: its failures stay here.</summary>
internal sealed partial class DetectorLane(
    IDetector detector,
    DetectionThreads threads,
    TimeSpan timeout,
    DetectionMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Calls that timed out and have not come back; with so many the detector is left alone, or it would eat the threads.</summary>
    public const int MaxAbandoned = 2;

    private readonly LogThrottle _throttle = new(time);
    private readonly TaskFactory _factory = new(threads);
    private int _abandoned;

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
        if (Volatile.Read(ref _abandoned) >= MaxAbandoned)
        {
            return (null, Fail(DetectorFailure.Stuck, null));
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var stop = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var began = time.GetTimestamp();
        var call = RunAsync(pictures, deadline.Token);
        try
        {
            // Not on the detectors' threads: they may all be held by calls such as this one, and it is here that one is added.
            var findings = await call.WaitAsync(deadline.Token).ConfigureAwait(false);
            metrics.OnDetected(detector.Name, time.GetElapsedTime(began));
            return findings.Count == pictures.Count
                ? (findings, null)
                : throw new InvalidOperationException($"{findings.Count} answers to {pictures.Count} pictures.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Abandon(call);
            stopping.ThrowIfCancellationRequested();
            return (null, Fail(DetectorFailure.TimedOut, null));
        }
        catch (ModelException failure)
        {
            return (null, Fail(DetectorFailure.NoModel, failure));
        }
        catch (Exception failure)
        {
            return (null, Fail(DetectorFailure.Threw, failure));
        }
    }

    private Task<IReadOnlyList<IReadOnlyList<Finding>>> RunAsync(IReadOnlyList<Picture> pictures, CancellationToken deadline)
    {
        foreach (var picture in pictures)
        {
            picture.Hold();
        }

        return _factory.StartNew(
            async () =>
            {
                try
                {
                    return await detector.DetectAsync(pictures, deadline);
                }
                finally
                {
                    foreach (var picture in pictures)
                    {
                        picture.Dispose();
                    }
                }
            },
            CancellationToken.None).Unwrap();
    }

    private void Abandon(Task call)
    {
        Interlocked.Increment(ref _abandoned);
        threads.Add();
        _ = call.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref _abandoned);
                threads.Remove();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private DetectorFailure Fail(DetectorFailure failure, Exception? exception)
    {
        metrics.OnFailed(detector.Name, failure);
        if (_throttle.TryPass(out var held))
        {
            LogFailed(logger, exception, detector.Name, failure, held);
        }

        return failure;
    }
}
