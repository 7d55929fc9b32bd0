using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Tests.Callbacks;
using Sluice.Tests.Operations;

namespace Sluice.Tests.Detection.Sound;

/// <summary>A runner of sound with its figures and its log, on a clock that stands still unless it is moved.</summary>
internal sealed class SoundHost : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Figures _figures;
    private readonly DetectionThreads _threads;
    private readonly DetectorCatalog _catalog;
    private readonly ILoggerFactory _logs;

    public SoundHost(DetectorCatalog catalog, DetectionOptions? options = null)
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _figures = new Figures(factory);
        options ??= new DetectionOptions { Workers = 2 };
        (_catalog, _threads) = (catalog, new DetectionThreads(options.Workers));
        _logs = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(Log)));
        Runner = new SoundRunner(catalog, _threads, Options.Create(options), new DetectionMetrics(factory), Time, _logs.CreateLogger<SoundRunner>());
    }

    public FakeTimeProvider Time { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public SoundRunner Runner { get; }

    public static SoundHost Of(params ISoundDetector[] detectors) => new(new DetectorCatalog(detectors.Select(detector =>
        new InstalledDetector(detector.Name, detector.RiskTypes, detector.BusinessTypes, "test") { Sound = detector })));

    /// <summary>The sum of a metric, named with its tags' values: <c>sound_heard True network</c>.</summary>
    public long Figure(string name) => _figures.Of(name);

    public Task<bool> HasVoiceAsync(byte[] pcm) => Runner.HasVoiceAsync(new ReadOnlySequence<byte>(pcm), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<Finding>> DetectAsync(byte[] pcm, params string[] riskTypes) =>
        Runner.DetectAsync(new ReadOnlySequence<byte>(pcm), riskTypes, [], TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Runner.Dispose();
        _threads.Dispose();
        _catalog.Dispose();
        _logs.Dispose();
        _figures.Dispose();
        _services.Dispose();
    }
}
