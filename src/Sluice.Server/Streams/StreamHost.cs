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
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(8);
    private const int ForgetAtOnce = 500;

    private readonly ConcurrentDictionary<string, PullSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _leaving;
    private bool _sweepFails;

    public string Self => server.Value.Node;

    public int Count => _sessions.Count;

    public void TellSubmitted(StreamRow stream) => Begin(stream);

    public void TellClosing(string owner, string streamId)
    {
        if (_sessions.TryGetValue(streamId, out var session))
        {
            session.Stop();
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

        foreach (var session in _sessions.Values)
        {
            session.Leave();
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
                if (!_sessions.TryGetValue(stream.Id, out var session))
                {
                    await BeginAsync(stream.Id, cancellationToken);
                }
                else if (stream.State == StreamState.Closing)
                {
                    session.Stop();
                }
            }

            if (forget)
            {
                await store.ForgetAsync(time.GetUtcNow() - options.Value.RememberFor, ForgetAtOnce, cancellationToken);
            }

            _sweepFails = false;
        }
        catch (StoreException exception)
        {
            // Once, until one works again.
            if (!_sweepFails)
            {
                LogSweepFailed(exception);
            }

            _sweepFails = true;
        }
    }

    private async Task BeginAsync(string streamId, CancellationToken cancellationToken)
    {
        var stream = await store.FindStreamAsync(streamId, cancellationToken);
        if (stream is { State: not StreamState.Ended } && stream.Owner == Self)
        {
            Begin(WithGap(stream));
        }
    }

    private void Begin(StreamRow stream)
    {
        lock (_lock)
        {
            if (_leaving || _sessions.ContainsKey(stream.Id))
            {
                return;
            }

            metrics.OnBegun();
            var session = _sessions[stream.Id] = sessions.Create(stream);
            _running[stream.Id] = Task.Run(() => RunAsync(stream, session));
        }
    }

    private async Task RunAsync(StreamRow stream, PullSession session)
    {
        try
        {
            await session.RunAsync();
        }
        catch (Exception fault)
        {
            // A fault of ours must not lose a stream: the sweep begins it again from what the store knows.
            LogSessionFault(stream.Id, fault);
            metrics.OnFault();
            await Task.Delay(FaultPause, time, CancellationToken.None);
        }

        Forget(stream.Id);
    }

    private void Forget(string streamId)
    {
        lock (_lock)
        {
            _sessions.TryRemove(streamId, out _);
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
