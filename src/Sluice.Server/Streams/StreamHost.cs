using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Pulling;
using Sluice.Server.Storage;

namespace Sluice.Server.Streams;

/// <summary>
/// The streams that this node owns, each with its session. At start it takes over what its last life left: running streams
/// are pulled again, closing ones get their end. While it runs it sweeps its rows, so that a message lost costs a second.
/// </summary>
internal sealed partial class StreamHost(
    IStore store,
    PullSessionFactory sessions,
    IOptions<ServerOptions> server,
    IOptions<StreamsOptions> options,
    StreamMetrics metrics,
    TimeProvider time,
    ILogger<StreamHost> logger) : BackgroundService, INodeMessenger
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(8);
    private const int ForgetAtOnce = 500;

    private readonly ConcurrentDictionary<string, OwnedStream> _streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly RetentionClock _remember = new(options.Value.RememberFor, time);
    private readonly Lock _lock = new();
    private bool _leaving;
    private bool _sweepFails;

    public string Self => server.Value.Node;

    public int Count => _streams.Count;

    public void TellSubmitted(StreamRow stream) => Begin(stream);

    public void TellClosing(string owner, string streamId)
    {
        if (_streams.TryGetValue(streamId, out var stream))
        {
            stream.Close();
        }
    }

    /// <summary>Before the first call is answered: what was promised before goes on.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // On one machine there is one node: whatever is not ended is its own, under whichever name it ran before.
        var left = await store.TakeOverAsync(Self, oldOwner: null, cancellationToken);
        foreach (var stream in left)
        {
            Begin(WithGap(stream));
        }

        if (left.Count > 0)
        {
            LogTookOver(left.Count);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Streams stay what they are and are pulled again by whoever comes next; closes under way are finished.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        lock (_lock)
        {
            _leaving = true;
        }

        foreach (var stream in _streams.Values)
        {
            stream.Leave();
        }

        try
        {
            await Task.WhenAll(_running.Values).WaitAsync(LeavePatience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogLeftBehind(_running.Count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, time);
        var forgotten = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var forget = time.GetElapsedTime(forgotten) >= ForgetEvery;
                if (forget)
                {
                    forgotten = time.GetTimestamp();
                }

                await SweepAsync(forget, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is going down.
        }
    }

    // What messages that were lost would have told: a caller who left, a commit that came after its answer.
    private async Task SweepAsync(bool forget, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var stream in await store.ListUnendedAsync(Self, cancellationToken))
            {
                if (!_streams.TryGetValue(stream.Id, out var owned))
                {
                    await BeginAsync(stream.Id, cancellationToken);
                }
                else if (stream.State == StreamState.Closing)
                {
                    owned.Close();
                }
            }

            if (forget)
            {
                await store.ForgetAsync(_remember.Before(), ForgetAtOnce, cancellationToken);
            }

            _sweepFails = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Not even a fault of ours may end the sweep: it is what a lost message relies on. Named once, until one works again.
            if (!_sweepFails)
            {
                LogSweepFailed(exception);
            }

            _sweepFails = true;
        }
    }

    private async Task BeginAsync(string streamId, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(streamId, cancellationToken) is { } stream)
        {
            Begin(stream);
        }
    }

    private void Begin(StreamRow stream)
    {
        lock (_lock)
        {
            if (_leaving || _streams.ContainsKey(stream.Id))
            {
                return;
            }

            metrics.OnBegun();
            var owned = _streams[stream.Id] = new OwnedStream();
            _running[stream.Id] = Task.Run(() => RunAsync(stream, owned));
        }
    }

    // Ends when the stream has ended, or this node has left it. Whatever goes wrong otherwise, the sweep begins it again.
    private async Task RunAsync(StreamRow stream, OwnedStream owned)
    {
        try
        {
            var pauses = new FaultPause();
            for (StreamRow? next = stream; next is not null && !owned.IsLeft; next = await FindOwnAsync(stream.Id, CancellationToken.None))
            {
                var began = time.GetTimestamp();
                try
                {
                    await owned.RunAsync(sessions.Create(next));
                    return;
                }
                catch (Exception fault)
                {
                    // A fault of ours must not lose a stream: it begins again from what the store knows.
                    var pause = pauses.After(time.GetElapsedTime(began));
                    LogSessionFault(stream.Id, pause.TotalSeconds, fault);
                    metrics.OnFault();
                    await owned.PauseAsync(pause, closeIsKnown: !next.IsRunning, time);
                }
            }
        }
        catch (Exception exception)
        {
            LogNotRead(stream.Id, exception);
        }
        finally
        {
            Forget(stream.Id);
        }
    }

    private async Task<StreamRow?> FindOwnAsync(string streamId, CancellationToken cancellationToken)
    {
        var stream = await store.FindStreamAsync(streamId, cancellationToken);
        return stream is { State: not StreamState.Ended } && stream.Owner == Self ? WithGap(stream) : null;
    }

    private void Forget(string streamId)
    {
        lock (_lock)
        {
            _streams.TryRemove(streamId, out _);
            _running.TryRemove(streamId, out _);
            metrics.OnLeft();
        }
    }

    // Sequences that were given but not written before a crash are never given again.
    private static StreamRow WithGap(StreamRow stream)
    {
        const long gap = 1000;
        var progress = stream.Progress;
        return progress.FramesCaptured + progress.SegmentsCaptured == 0
            ? stream
            : stream with { Progress = progress with { NextFrame = progress.NextFrame + gap, NextSegment = progress.NextSegment + gap } };
    }
}
