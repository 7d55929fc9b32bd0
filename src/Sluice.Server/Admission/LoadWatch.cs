using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Storage;

namespace Sluice.Server.Admission;

/// <summary>Measures every second how long work waits on this node, and says whether it has room for one more stream.</summary>
internal sealed partial class LoadWatch : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly WaitingFrames _frames;
    private readonly WorkerLoad _workers;
    private readonly IStore _store;
    private readonly Transcriber _speech;
    private readonly AdmissionMetrics _metrics;
    private readonly AdmissionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LoadWatch> _logger;
    private readonly OverloadState _state;
    private TimeSpan _busy;
    private long _lookedAt;

    public LoadWatch(
        WaitingFrames frames,
        DetectorRunner runner,
        IStore store,
        Transcriber speech,
        AdmissionMetrics metrics,
        IOptions<AdmissionOptions> options,
        TimeProvider time,
        ILogger<LoadWatch> logger)
    {
        (_frames, _workers, _store, _speech, _metrics) = (frames, runner.Load, store, speech, metrics);
        (_options, _time, _logger) = (options.Value, time, logger);
        _state = new OverloadState(_options, time);
        (_busy, _lookedAt) = (_workers.Busy, time.GetTimestamp());
    }

    /// <summary>Why no stream is taken now, in words for whoever submits; null: there is room, as far as was measured.</summary>
    public string? Overload => _state.Lack is { } lack ? $"this node is overloaded: {lack}" : null;

    /// <summary>How many streams may run on this node for one more to be taken; 0 while it is overloaded.</summary>
    public int MostStreams => _state.Lack is not null ? 0 : _options.MaxStreams == 0 ? int.MaxValue : _options.MaxStreams;

    /// <summary>Measures, and acts upon a change.</summary>
    internal void Look()
    {
        var (busy, now) = (_workers.Busy, _time.GetTimestamp());
        var elapsed = _time.GetElapsedTime(_lookedAt, now);
        var share = elapsed > TimeSpan.Zero ? (busy - _busy) / elapsed : 0;
        (_busy, _lookedAt) = (busy, now);

        var sample = new LoadSample(_frames.Oldest, share, _store.OldestWait) { SpeechIsFull = _speech.IsFull };
        var changed = _state.Observe(sample);
        _metrics.OnLooked(sample, _state.Lack is not null);
        if (!changed)
        {
            return;
        }

        if (_state.Lack is { } lack)
        {
            LogOverloaded(lack, sample.FrameWait, sample.Busy, sample.WriteWait);
        }
        else
        {
            LogRoom();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is going down.
        }
    }
}
