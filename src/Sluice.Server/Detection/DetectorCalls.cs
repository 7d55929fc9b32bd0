using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection;

/// <summary>Calls one detector on the detectors' threads, for so long at most. Its failures stay here: they are counted and logged.</summary>
internal sealed partial class DetectorCalls(
    string detector,
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

    /// <summary>What the detector answers, or why it does not.</summary>
    /// <param name="call">Asks it.</param>
    /// <param name="ended">Called once when it has come back, or was not asked: what it reads is not read any more.</param>
    /// <param name="stopping">Nobody wants the answer any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/>.</exception>
    public async Task<(T? Answer, DetectorFailure? Failure)> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, Action ended, CancellationToken stopping)
        where T : class
    {
        if (Volatile.Read(ref _abandoned) >= MaxAbandoned)
        {
            ended();
            return (null, Fail(DetectorFailure.Stuck, null));
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var stop = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var began = time.GetTimestamp();
        var running = StartAsync(call, ended, deadline.Token);
        try
        {
            // Not on the detectors' threads: they may all be held by calls such as this one, and it is here that one is added.
            var answer = await running.WaitAsync(deadline.Token).ConfigureAwait(false);
            metrics.OnDetected(detector, time.GetElapsedTime(began));
            return (answer, null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Abandon(running);
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

    private Task<T> StartAsync<T>(Func<CancellationToken, Task<T>> call, Action ended, CancellationToken deadline) => _factory.StartNew(
        async () =>
        {
            try
            {
                return await call(deadline);
            }
            finally
            {
                ended();
            }
        },
        CancellationToken.None).Unwrap();

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
        metrics.OnFailed(detector, failure);
        if (_throttle.TryPass(out var held))
        {
            LogFailed(logger, exception, detector, failure, held);
        }

        return failure;
    }
}
