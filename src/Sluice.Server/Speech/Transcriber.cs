using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech;

/// <summary>The node's recognisers, one for each language, each with a queue of its own. They start when somebody first speaks.</summary>
internal sealed class Transcriber : ITranscriber, IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>No piece of sound is longer.</summary>
    public static readonly TimeSpan LongestPiece = TimeSpan.FromSeconds(60);

    private readonly SpeechCatalog _catalog;
    private readonly SpeechReports _reports;
    private readonly Dictionary<string, SpeechLane> _lanes;

    public Transcriber(SpeechCatalog catalog, IOptions<SpeechOptions> options, SpeechMetrics metrics, SpeechReports reports, TimeProvider time)
    {
        (_catalog, _reports) = (catalog, reports);
        _lanes = catalog.Installed.Where(installed => installed.Recogniser is not null).ToDictionary(
            installed => installed.Language,
            installed => new SpeechLane(installed.Language, installed.Recogniser!, options.Value, metrics, reports, time));
        metrics.Observe(catalog, _lanes.Values);
    }

    public IReadOnlySet<string> Languages => _lanes.Values.Where(lane => lane.IsServing).Select(lane => lane.Language).ToHashSet();

    public bool TellsLanguage(string language) =>
        _lanes.TryGetValue(language, out var lane) && lane.IsServing && lane.Recogniser.TellsLanguage;

    /// <summary>More is said in some language than this node recognises.</summary>
    public bool IsFull => _lanes.Values.Any(lane => lane.IsFull);

    public async Task<Transcript?> TranscribeAsync(string language, ReadOnlySequence<byte> pcm, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pcm.Length, SoundFormat.Bytes(LongestPiece));
        ArgumentOutOfRangeException.ThrowIfNotEqual(pcm.Length % SoundFormat.BytesPerSample, 0);
        return pcm.Length > 0 && _lanes.TryGetValue(language, out var lane) ? await lane.TranscribeAsync(pcm, cancellationToken) : null;
    }

    /// <summary>The server runs: what kept it from that would be lost among what it lacks.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var missing in _catalog.Installed.Where(installed => installed.Recogniser is null))
        {
            _reports.OnMissing(missing);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
        {
            await lane.DisposeAsync();
        }
    }
}
