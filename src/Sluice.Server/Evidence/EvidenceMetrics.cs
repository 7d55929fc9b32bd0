using System.Diagnostics.Metrics;

namespace Sluice.Server.Evidence;

internal sealed class EvidenceMetrics
{
    private readonly Counter<long> _saved;
    private readonly Counter<long> _removed;
    private readonly Counter<long> _failed;
    private long _bytes;

    public EvidenceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        meter.CreateObservableGauge("evidence_bytes", () => Volatile.Read(ref _bytes), "By", "Bytes of evidence kept.");
        _saved = meter.CreateCounter<long>("evidence_files_saved", description: "Files of evidence written.");
        _failed = meter.CreateCounter<long>("evidence_files_failed", description: "Files of evidence that could not be written.");
        _removed = meter.CreateCounter<long>("evidence_files_removed", description: "Files of evidence removed, by reason.");
    }

    public void OnBytes(long bytes) => Volatile.Write(ref _bytes, bytes);

    public void OnFailed() => _failed.Add(1);

    public void OnSaved() => _saved.Add(1);

    public void OnRemoved(long files, string reason)
    {
        if (files > 0)
        {
            _removed.Add(files, new KeyValuePair<string, object?>("reason", reason));
        }
    }
}
