using System.Diagnostics.Metrics;

namespace Sluice.Server.Admission;

/// <summary>How loaded this node is, in numbers.</summary>
internal sealed class AdmissionMetrics
{
    private readonly Counter<long> _refused;
    private volatile LoadSample _sample = LoadSample.None;
    private volatile bool _overloaded;

    public AdmissionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sluice");
        meter.CreateObservableGauge(
            "node_overloaded", () => _overloaded ? 1 : 0, description: "1 while new streams are refused because this node is overloaded");
        meter.CreateObservableGauge(
            "node_frame_wait_seconds", () => _sample.FrameWait.TotalSeconds, "s", "How long the oldest frame has waited to be judged");
        meter.CreateObservableGauge(
            "node_workers_busy", () => _sample.Busy, description: "Share of their time for which the workers that judge frames are busy, 0 to 1");
        meter.CreateObservableGauge(
            "node_write_wait_seconds", () => _sample.WriteWait.TotalSeconds, "s", "How long the oldest write has waited for the store");
        meter.CreateObservableGauge(
            "node_speech_full", () => _sample.SpeechIsFull ? 1 : 0, description: "1 while more is said than this node recognises");
        _refused = meter.CreateCounter<long>("node_streams_refused", description: "Streams that were refused because this node had no room");
    }

    public void OnLooked(LoadSample sample, bool overloaded)
    {
        _sample = sample;
        _overloaded = overloaded;
    }

    public void OnRefused() => _refused.Add(1);
}
