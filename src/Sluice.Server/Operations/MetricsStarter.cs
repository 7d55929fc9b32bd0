using Microsoft.Extensions.Hosting;
using Prometheus;

namespace Sluice.Server.Operations;

/// <summary>
/// Begins to collect before anything is measured. prometheus-net does so at the first scrape, and what was counted before
/// that would be lost.
/// </summary>
internal sealed class MetricsStarter : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
