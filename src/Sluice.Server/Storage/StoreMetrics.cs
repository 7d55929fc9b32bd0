using System.Diagnostics.Metrics;

namespace Sluice.Server.Storage;

/// <summary>How the store's writer is doing.</summary>
internal sealed class StoreMetrics
{
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _failures;

    public StoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        _commit = meter.CreateHistogram(
            "store_commit_seconds",
            "s",
            "Time from the begin of a write transaction until it was on stable storage",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            });
        _batch = meter.CreateHistogram(
            "store_commit_writes",
            null,
            "Writes that shared one commit",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });
        _failures = meter.CreateCounter<long>("store_failures", null, "Writes that the store could not make");
    }

    public void OnCommitted(TimeSpan duration, int writes)
    {
        _commit.Record(duration.TotalSeconds);
        _batch.Record(writes);
    }

    public void OnFailed(int writes) => _failures.Add(writes);
}
