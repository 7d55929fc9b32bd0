using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Speech;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Speech;

/// <summary>A transcriber on a clock that stands still unless it is moved, with what it counts and logs.</summary>
internal sealed class TranscriberHost : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ILoggerFactory _logs;

    public TranscriberHost(SpeechOptions options, params InstalledSpeech[] installed)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _logs = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(Log)));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "speech_pieces" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == "outcome")
                {
                    Outcomes.Enqueue((string)value!);
                }
            }
        });
        _listener.Start();
        var metrics = new SpeechMetrics(meters);
        var reports = new SpeechReports(Time, _logs.CreateLogger<SpeechReports>());
        Transcriber = new Transcriber(new SpeechCatalog(installed), Options.Create(options), metrics, reports, Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public Transcriber Transcriber { get; }

    /// <summary>Of pieces that have ended, in order.</summary>
    public ConcurrentQueue<string> Outcomes { get; } = [];

    public ConcurrentQueue<string> Log { get; } = [];

    public static TranscriberHost With(ISpeechRecogniser recogniser, Action<SpeechOptions>? change = null)
    {
        var options = new SpeechOptions();
        change?.Invoke(options);
        return new TranscriberHost(options, new InstalledSpeech("en", recogniser.Name, "") { Recogniser = recogniser });
    }

    public async ValueTask DisposeAsync()
    {
        await Transcriber.DisposeAsync();
        _listener.Dispose();
        _logs.Dispose();
        await _services.DisposeAsync();
    }
}
