using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Prometheus;

namespace Sluice.Server.Operations;

/// <summary>
/// Begins to collect before anything is measured. prometheus-net does so at the first scrape, and what was counted before
/// that would be lost.
/// </summary>
internal sealed class MetricsStarter : IHostedService
{
    // A series for every host that somebody names, in a source's address or a callback's, for whoever may scrape to read.
    private static readonly string[] NamesHosts = ["System.Net.NameResolution", "System.Net.Http"];

    // What is left has few series: a count that does not change is kept for as long as prometheus-net can.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Counts only if nothing was collected before.
        Metrics.ConfigureMeterAdapter(static options =>
        {
            options.InstrumentFilterPredicate = IsShown;
            options.MetricsExpireAfter = Remembered;
        });
        return Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsShown(Instrument instrument) => !NamesHosts.Contains(instrument.Meter.Name);
}
