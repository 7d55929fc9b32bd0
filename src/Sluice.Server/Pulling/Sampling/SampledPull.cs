using Sluice.Server.Pulling.Starts;

namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// One pull, by one child after another: ffmpeg cannot change what it decodes, so a change of mode needs another child. It is
/// started beside the one that runs and takes over when its media is there. When it does not get there, the pull stays as it
/// is if every slot is filled so; else the one child is given up for the other. Used once.
/// </summary>
internal sealed class SampledPull(
    PullRequest request, IMediaSink sink, RunChild run, PullOptions options, StartPlaces starts, PullMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly MediaJoin _join = new(request, sink, starts, metrics, time);

    private SamplingMemory Memory => request.Sampling;

    public async Task<PullEnd> RunAsync(CancellationToken stop)
    {
        var current = new Running(this, _join.Current, stop);
        Running? next = null;
        try
        {
            while (true)
            {
                await (next is null
                    ? Task.WhenAny(current.Task, _join.Wish)
                    : Task.WhenAny(current.Task, next.Task, next.Lane.TookOver, next.Lane.Unwanted));

                if (next?.Lane.TookOver.IsCompleted == true)
                {
                    OnSwitched(next.Lane.Mode, done: true);
                    (current, next) = (await ReplaceAsync(current, next), null);
                }
                else if (current.Task.IsCompleted)
                {
                    if (next is null || !await GoesOnAsync(current, next, stop))
                        return await EndOfAsync(current, stop);
                    (current, next) = (await ReplaceAsync(current, next), null);
                }
                else if (next is null)
                {
                    next = Begin(await _join.Wish, stop);
                }
                else if (_join.Abandon(next.Lane))
                {
                    (current, next) = (await GiveUpAsync(current, next, stop), null);
                }
            }
        }
        finally
        {
            await current.DisposeAsync();
            if (next is not null)
                await next.DisposeAsync();
        }
    }

    public void Dispose() => _join.Dispose();

    private static async Task<Running> ReplaceAsync(Running current, Running next)
    {
        await current.DisposeAsync();
        await current.Task;
        next.OnTookOver();
        return next;
    }

    private async Task<PullEnd> EndOfAsync(Running current, CancellationToken stop)
    {
        var end = await current.Task;
        if (!stop.IsCancellationRequested)
            _join.Flush();

        // Only its patience had run out: that is no close.
        if (end.Cause == PullCause.Stopped && !stop.IsCancellationRequested)
            end = new PullEnd(PullCause.Broken, "the child that was to take over did not", end.HadFrames);
        return end with { HadFrames = end.HadFrames || _join.HadMedia };
    }

    // The one that was read broke while the other was getting there: perhaps the source lets only one in.
    private async Task<bool> GoesOnAsync(Running current, Running next, CancellationToken stop)
    {
        var end = await current.Task;
        if (stop.IsCancellationRequested || end.Cause == PullCause.SourceEnded || end.IsFinal || next.Lane.Unwanted.IsCompleted)
            return false;

        Memory.OnKeyframesFail(time);
        return _join.Leave(current.Lane);
    }

    private Running Begin(SamplingMode mode, CancellationToken stop)
    {
        var gop = _join.GopOf(_join.Current);
        var slot = TimeSpan.FromSeconds(request.FrameInterval);
        return new Running(this, _join.Prepare(mode), stop, options.OpenTimeout + (2 * (gop > slot ? gop : slot)));
    }

    private async Task<Running> GiveUpAsync(Running current, Running next, CancellationToken stop)
    {
        var isLetIn = !next.Task.IsCompleted;
        await next.DisposeAsync();
        isLetIn |= (await next.Task).Cause == PullCause.Stopped;
        OnSwitched(next.Lane.Mode, done: false);

        // A child that is let in and has nothing to show would have no more without the other: that one goes on, and soon asks again.
        if (next.Lane.Mode == SamplingMode.Keyframes || isLetIn || stop.IsCancellationRequested)
            return current;

        // Slots are missed and the source allows one player: better a gap now.
        var other = Begin(next.Lane.Mode, stop);
        other.OnTookOver();
        await current.DisposeAsync();
        _join.Leave(current.Lane);
        return other;
    }

    private void OnSwitched(SamplingMode mode, bool done)
    {
        metrics.OnSwitched(mode, done);
        if (done && mode == SamplingMode.Keyframes)
            Memory.OnKeyframesDo();
        else
            Memory.OnKeyframesFail(time);
    }

    private TimeProvider Clock => time;

    private Task<PullEnd> Run(MediaLane lane, CancellationToken stop) => run(_join, lane, stop);

    /// <summary>A child that is under way, and how it is told to go.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _patience;
        private readonly CancellationTokenSource _stop;

        public Running(SampledPull pull, MediaLane lane, CancellationToken stop, TimeSpan? patience = null)
        {
            Lane = lane;
            _patience = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan, pull.Clock);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop, _patience.Token);
            Task = pull.Run(lane, _stop.Token);
        }

        public MediaLane Lane { get; }

        public Task<PullEnd> Task { get; }

        /// <summary>It has what it was waited for.</summary>
        public void OnTookOver() => _patience.CancelAfter(Timeout.InfiniteTimeSpan);

        public async ValueTask DisposeAsync()
        {
            if (!Task.IsCompleted)
                await _stop.CancelAsync();

            // A fault is for whoever asks for the end: nothing may keep the other child from being disposed.
            await ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _patience.Dispose();
            _stop.Dispose();
        }
    }
}
