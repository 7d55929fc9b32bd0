using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Server.Detection;

/// <summary>
/// Judges the frames of all streams: a bounded queue, some workers, each taking a few waiting frames at a time. Frames are
/// judged once it was started; stopping it judges what waits, as long as the host gives it time.
/// </summary>
internal sealed partial class DetectorRunner : IFrameJudge, IHostedService, IAsyncDisposable
{
    private readonly Channel<FrameJob> _queue;
    private readonly DetectionThreads _threads;
    private readonly DetectorLane[] _lanes;
    private readonly DetectorCatalog _catalog;
    private readonly DetectionOptions _options;
    private readonly DetectionMetrics _metrics;
    private readonly ILogger<DetectorRunner> _logger;
    private readonly LogThrottle _throttle;
    private readonly UnchangedFrames _unchanged;
    private readonly CancellationTokenSource _stopping = new();
    private Task _workers = Task.CompletedTask;
    private bool _disposed;

    public DetectorRunner(
        DetectorCatalog catalog,
        IOptions<DetectionOptions> options,
        DetectionMetrics metrics,
        TimeProvider time,
        ILogger<DetectorRunner> logger)
    {
        (_options, _metrics, _logger, _catalog) = (options.Value, metrics, logger, catalog);
        Load = new WorkerLoad(_options.Workers, time);
        _threads = new DetectionThreads(_options.Workers);
        _lanes = [.. catalog.Available.Select(detector => new DetectorLane(
            detector, _threads, detector.Patience ?? _options.DetectorTimeout, metrics, time, logger))];
        _throttle = new LogThrottle(time);
        _unchanged = new UnchangedFrames(_options.UnchangedFor);
        _queue = Channel.CreateBounded<FrameJob>(_options.QueueLength);
    }

    /// <summary>Where detectors run.</summary>
    public DetectionThreads Threads => _threads;

    /// <summary>How busy the workers are.</summary>
    public WorkerLoad Load { get; }

    public async ValueTask<JudgedFrame?> JudgeAsync(
        Func<ReadOnlyMemory<byte>?> frame,
        FrameWants wants,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lanes = Array.FindAll(_lanes, lane => lane.Serves(wants));
        if (lanes.Length == 0)
        {
            return JudgedFrame.Empty;
        }

        var job = new FrameJob(frame, wants, lanes, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(job, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException("Frames are no longer judged: the server is stopping.");
        }

        _metrics.OnQueued();
        using var registration = cancellationToken.UnsafeRegister(static cancelled => ((FrameJob)cancelled!).Cancel(), job);
        return await job.Judged;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics.Observe(_catalog);
        foreach (var missing in _catalog.Detectors.Where(installed => !installed.IsAvailable))
        {
            string[] types = [.. missing.RiskTypes, .. missing.BusinessTypes];
            if (types.Length > 0)
            {
                LogMissing(missing.Name, string.Join(' ', types), missing.Detail);
            }
            else
            {
                LogStoodInFor(missing.Name, missing.Detail);
            }
        }

        var factory = new TaskFactory(_threads);
        _workers = Task.WhenAll(Enumerable.Range(0, _options.Workers).Select(_ => factory.StartNew(WorkAsync, CancellationToken.None).Unwrap()));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        using var hurry = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stopping);
        await _workers;
        while (_queue.Reader.TryRead(out var job))
        {
            _metrics.OnTaken();
            job.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A container disposes it once for each of the services that it is registered as.
        if (!_disposed)
        {
            _disposed = true;
            await StopAsync(new CancellationToken(canceled: true));
            _stopping.Dispose();
            _threads.Dispose();
        }
    }

    private async Task WorkAsync()
    {
        List<FrameJob> batch = new(_options.MaxBatch);

        // No more than calls to other machines may be under way.
        List<Task> waiting = [];
        while (!_stopping.IsCancellationRequested && await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // An even share of what waits: one worker must not take it all while the others are idle.
            var share = Math.Min(_options.MaxBatch, 1 + (_queue.Reader.Count / _options.Workers));
            while (batch.Count < share && _queue.Reader.TryRead(out var job))
            {
                Take(job, batch);
            }

            Load.OnBegun();
            waiting.RemoveAll(judged => judged.IsCompleted);
            waiting.Add(await BeginAsync(batch));
            Load.OnEnded();
            batch.Clear();
        }

        await Task.WhenAll(waiting);
    }

    private void Take(FrameJob job, List<FrameJob> batch)
    {
        _metrics.OnTaken();
        if (!job.TryTake())
        {
            _metrics.OnFrame(FrameOutcome.Cancelled);
        }
        else if (!job.TryGetFrame())
        {
            _metrics.OnFrame(FrameOutcome.Late);
        }
        else
        {
            batch.Add(job);
        }
    }

    /// <summary>Judges a batch, but for what other machines are asked.</summary>
    /// <returns>Complete when they have answered too.</returns>
    private async Task<Task> BeginAsync(List<FrameJob> batch)
    {
        var frames = Decode(batch);
        var calls = Call(frames);
        var judged = EndAsync(frames, calls);
        var here = calls.FindAll(call => !call.Lane.IsRemote);
        await (here.Count == calls.Count ? judged : Task.WhenAny(judged, Task.WhenAll(here.Select(call => call.Found))));
        return judged;
    }

    private Task EndAsync(List<(FrameJob Job, Picture Picture)> frames, List<LaneCall> calls) =>
        Task.WhenAll(frames.Select(frame => EndAsync(frame.Job, frame.Picture, calls)));

    /// <summary>Each frame when its own detectors have answered: one that waits for another machine holds up no other stream's.</summary>
    private async Task EndAsync(FrameJob job, Picture picture, List<LaneCall> calls)
    {
        try
        {
            var findings = await FindingsAsync(job, calls);
            _metrics.OnFrame(FrameOutcome.Judged);
            var judged = new JudgedFrame(findings, findings.Count == 0 ? null : PictureHash.Of(picture));

            // Before the stream's next frame can come.
            UnchangedFrames.Remember(job, picture, judged);
            job.Complete(judged);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            job.Abort();
        }
        finally
        {
            picture.Dispose();
        }
    }

    private List<(FrameJob Job, Picture Picture)> Decode(List<FrameJob> batch)
    {
        List<(FrameJob Job, Picture Picture)> frames = new(batch.Count);
        foreach (var job in batch)
        {
            var picture = TryDecode(job);
            if (!job.EndDecoding())
            {
                _metrics.OnFrame(FrameOutcome.Cancelled);
                picture?.Dispose();
            }
            else if (job.Seen.Known is { } known)
            {
                _metrics.OnFrame(FrameOutcome.Unchanged);
                job.Complete(known);
            }
            else if (picture is null)
            {
                _metrics.OnFrame(FrameOutcome.Unreadable);
                job.Complete(JudgedFrame.Empty);
            }
            else
            {
                frames.Add((job, picture));
            }
        }

        return frames;
    }

    /// <summary>Null when there is nothing to be judged: it cannot be read, or is known.</summary>
    private Picture? TryDecode(FrameJob job)
    {
        try
        {
            job.Seen = _unchanged.See(job);
            return job.Seen.Known is null ? JpegDecoder.Decode(job.Jpeg, job.Wants, job.Seen.StillFor) : null;
        }
        catch (Exception failure)
        {
            // Whatever it is, a worker must outlive it: without memory, or without the native library, other frames still wait.
            if (_throttle.TryPass(out var held))
            {
                LogUnreadable(failure is PictureException ? null : failure, failure.Message, held);
            }

            return null;
        }
    }

    private List<LaneCall> Call(List<(FrameJob Job, Picture Picture)> frames)
    {
        var calls = new List<LaneCall>(_lanes.Length);
        foreach (var lane in _lanes)
        {
            var wanted = frames.FindAll(frame => frame.Job.Lanes.Contains(lane));
            if (wanted.Count > 0)
            {
                var pictures = wanted.ConvertAll(frame => frame.Picture);
                calls.Add(new LaneCall(lane, wanted.ConvertAll(frame => frame.Job), lane.DetectAsync(pictures, _stopping.Token)));
            }
        }

        return calls;
    }

    private static async Task<List<Finding>> FindingsAsync(FrameJob job, List<LaneCall> calls)
    {
        List<Finding> findings = [];
        foreach (var (_, jobs, found) in calls)
        {
            if (jobs.IndexOf(job) is >= 0 and var at)
            {
                findings.AddRange((await found)[at]);
            }
        }

        return findings;
    }

    private sealed record LaneCall(DetectorLane Lane, List<FrameJob> Jobs, Task<IReadOnlyList<IReadOnlyList<Finding>>> Found);
}
