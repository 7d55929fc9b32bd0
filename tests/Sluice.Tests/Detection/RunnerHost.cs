using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Tests.Operations;

namespace Sluice.Tests.Detection;

/// <summary>A started runner with its figures, on a clock that stands still.</summary>
internal sealed class RunnerHost : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Figures _figures;
    private readonly DetectorCatalog _catalog;

    private RunnerHost(DetectionOptions options, DetectorCatalog catalog)
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _figures = new Figures(factory);
        _catalog = catalog;
        var metrics = new DetectionMetrics(factory);
        Runner = new DetectorRunner(catalog, Options.Create(options), metrics, Time, NullLogger<DetectorRunner>.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public DetectorRunner Runner { get; }

    public static async Task<RunnerHost> StartAsync(DetectionOptions options, params IDetector[] detectors) => await StartAsync(
        options,
        new DetectorCatalog(detectors.Select(detector =>
            new InstalledDetector(detector.Name, detector.RiskTypes, detector.BusinessTypes, "test") { Detector = detector })));

    public static async Task<RunnerHost> StartAsync(DetectionOptions options, DetectorCatalog catalog)
    {
        var host = new RunnerHost(options, catalog);
        await host.Runner.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>The sum of a metric, named with its tags' values: <c>detector_failures slow timed_out</c>.</summary>
    public long Figure(string name) => _figures.Of(name);

    public async Task<IReadOnlyList<Finding>> JudgeAsync(byte[] jpeg, params string[] riskTypes)
    {
        var judged = await Runner.JudgeAsync(() => jpeg, new FrameWants(riskTypes, []), TestContext.Current.CancellationToken);
        return judged?.Findings ?? throw new InvalidOperationException("There was a frame.");
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        _catalog.Dispose();
        _figures.Dispose();
        await _services.DisposeAsync();
    }
}
