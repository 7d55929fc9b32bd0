using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Sound;

/// <summary>
/// Listens on the threads that frames are judged on. Of those it takes half at a time at most, so that frames are judged however many
/// streams' segments end at once. A stream has one segment here at a time.
/// </summary>
internal sealed class SoundRunner : ISoundJudge, IDisposable
{
    private readonly SoundLane? _voice;
    private readonly SoundLane[] _lanes;
    private readonly SemaphoreSlim _turns;
    private readonly DetectionMetrics _metrics;

    public SoundRunner(
        DetectorCatalog catalog,
        DetectionThreads threads,
        IOptions<DetectionOptions> options,
        DetectionMetrics metrics,
        TimeProvider time,
        ILogger<SoundRunner> logger)
    {
        _metrics = metrics;
        _turns = new SemaphoreSlim(Math.Max(1, options.Value.Workers / 2));
        _voice = catalog.Hearing.OfType<VoiceDetector>().Select(Lane).FirstOrDefault();
        _lanes = [.. catalog.Hearing.Where(detector => detector is not VoiceDetector).Select(Lane)];

        SoundLane Lane(ISoundDetector detector) => new(
            detector, new DetectorCalls(detector.Name, threads, detector.Patience ?? options.Value.DetectorTimeout, metrics, time, logger));
    }

    public async Task<bool> HasVoiceAsync(ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        if (SoundLevel.IsSilent(pcm))
        {
            _metrics.OnHeard(isVoice: false, byLoudness: true);
            return false;
        }

        if (_voice is not null && await InTurnAsync(_voice, pcm, cancellationToken) is { } heard)
        {
            _metrics.OnHeard(isVoice: heard.Count > 0, byLoudness: false);
            return heard.Count > 0;
        }

        _metrics.OnHeard(isVoice: true, byLoudness: true);
        return true;
    }

    public async Task<IReadOnlyList<Finding>> DetectAsync(
        ReadOnlySequence<byte> pcm, IReadOnlyList<string> riskTypes, IReadOnlyList<string> businessTypes, CancellationToken cancellationToken)
    {
        var lanes = Array.FindAll(_lanes, lane => lane.Serves(riskTypes, businessTypes));
        if (lanes.Length == 0 || SoundLevel.IsSilent(pcm))
        {
            return [];
        }

        var heard = await Task.WhenAll(lanes.Select(lane => lane.IsRemote
            ? NowAsync(lane, pcm, cancellationToken)
            : InTurnAsync(lane, pcm, cancellationToken)));
        return [.. heard.SelectMany(findings => findings ?? [])];
    }

    public void Dispose() => _turns.Dispose();

    // Not before it is its turn: a segment takes a megabyte as networks take it, and those of all streams may end at once.
    private async Task<IReadOnlyList<Finding>?> InTurnAsync(SoundLane lane, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await NowAsync(lane, pcm, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static async Task<IReadOnlyList<Finding>?> NowAsync(SoundLane lane, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        using var sound = Waveform.Of(pcm);
        return await lane.DetectAsync(sound, cancellationToken);
    }
}
