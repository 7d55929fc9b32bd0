using System.Diagnostics.Metrics;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Detection.Text;

namespace Sluice.Server.Detection;

/// <summary>The figures of this room.</summary>
internal sealed class DetectionMetrics
{
    private readonly Meter _meter;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _models;
    private readonly Counter<long> _arabic;
    private readonly Counter<long> _lines;
    private readonly Counter<long> _searched;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callSeconds;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _heard;
    private readonly UpDownCounter<long> _waiting;

    public DetectionMetrics(IMeterFactory factory)
    {
        var meter = _meter = factory.Create("Sluice");
        _seconds = meter.CreateHistogram<double>("detector_seconds", "s", "Time a detector took over one batch of frames, or one segment of sound.");
        _failures = meter.CreateCounter<long>("detector_failures", null, "Batches of frames, and segments of sound, a detector contributed nothing to.");
        _models = meter.CreateCounter<long>("model_failures", null, "Models that could not be loaded, by file: once a minute while they are wanted.");
        _lines = meter.CreateCounter<long>("text_lines_read", null, "Lines on screen that were read: those that are as before are not.");
        _searched = meter.CreateCounter<long>("text_pixels_searched", null, "Pixels that were searched for text: where nothing changed none is.");
        _arabic = meter.CreateCounter<long>("text_arabic_failures", null, "Frames whose Arabic could not be read, by cause.");
        _calls = meter.CreateCounter<long>("remote_calls", null, "Pictures and sounds that a configured endpoint was to judge, by outcome.");
        _callSeconds = meter.CreateHistogram<double>("remote_call_seconds", "s", "Time a configured endpoint was asked for one picture or sound.");
        _frames = meter.CreateCounter<long>("detection_frames", null, "Frames that were asked to be judged, by outcome.");
        _heard = meter.CreateCounter<long>("sound_heard", null, "Segments of sound that were listened to for a voice, by whether there is one and by what tells.");
        _waiting = meter.CreateUpDownCounter<long>("detection_waiting", null, "Frames waiting to be judged.");
    }

    public void OnQueued() => _waiting.Add(1);

    public void OnTaken() => _waiting.Add(-1);

    public void OnFrame(FrameOutcome outcome) => _frames.Add(1, new KeyValuePair<string, object?>("outcome", Name(outcome)));

    /// <summary>Somebody spoke, or nobody did, in a segment.</summary>
    /// <param name="isVoice">Which.</param>
    /// <param name="byLoudness">It was too quiet for a voice, or the network that hears voices could not be used.</param>
    public void OnHeard(bool isVoice, bool byLoudness) => _heard.Add(
        1,
        new KeyValuePair<string, object?>("voice", isVoice),
        new KeyValuePair<string, object?>("by", byLoudness ? "loudness" : "network"));

    public void OnDetected(string detector, TimeSpan took) =>
        _seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("detector", detector));

    public void OnFailed(string detector, DetectorFailure failure) => _failures.Add(
        1,
        new KeyValuePair<string, object?>("detector", detector),
        new KeyValuePair<string, object?>("failure", Name(failure)));

    public void OnModelFailed(string model) => _models.Add(1, new KeyValuePair<string, object?>("model", model));

    public void OnTextRead(ReadingWork work)
    {
        _lines.Add(work.Lines);
        _searched.Add(work.Searched);
    }

    public void OnArabicFailed(ArabicFailure failure) => _arabic.Add(1, new KeyValuePair<string, object?>("failure", Name(failure)));

    public void OnCall(RemoteCall call)
    {
        var detector = new KeyValuePair<string, object?>("detector", call.Detector);
        _calls.Add(1, detector, new KeyValuePair<string, object?>("outcome", Name(call.Outcome)));
        if (call.Outcome is not (CallOutcome.OverBudget or CallOutcome.Busy or CallOutcome.Suspended))
        {
            _callSeconds.Record(call.Took.TotalSeconds, detector);
        }
    }

    /// <summary>Detectors that cannot run here are told apart from those that were never asked.</summary>
    public void Observe(DetectorCatalog catalog)
    {
        _meter.CreateObservableGauge(
            "detector_available",
            () => catalog.Detectors.Select(installed =>
                new Measurement<int>(installed.IsAvailable ? 1 : 0, new KeyValuePair<string, object?>("detector", installed.Name))),
            null,
            "1: it can run here.");
        _meter.CreateObservableGauge(
            "detector_cost_seconds",
            () => catalog.Detectors.Where(installed => installed.Cost is not null).Select(installed =>
                new Measurement<double>(installed.Cost!.Value.TotalSeconds, new KeyValuePair<string, object?>("detector", installed.Name))),
            "s",
            "Processor time that a 720p frame, or 10 s of sound, is declared to take.");
    }

    private static string Name(FrameOutcome outcome) => outcome switch
    {
        FrameOutcome.Judged => "judged",
        FrameOutcome.Unchanged => "unchanged",
        FrameOutcome.Unreadable => "unreadable",
        FrameOutcome.Cancelled => "cancelled",
        FrameOutcome.Late => "late",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static string Name(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => "answered",
        CallOutcome.TimedOut => "timed_out",
        CallOutcome.Unreachable => "unreachable",
        CallOutcome.Refused => "refused",
        CallOutcome.BadAnswer => "bad_answer",
        CallOutcome.OverBudget => "over_budget",
        CallOutcome.Busy => "busy",
        CallOutcome.Suspended => "suspended",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static string Name(ArabicFailure failure) => failure switch
    {
        ArabicFailure.Missing => "missing",
        ArabicFailure.TimedOut => "timed_out",
        ArabicFailure.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    private static string Name(DetectorFailure failure) => failure switch
    {
        DetectorFailure.Threw => "threw",
        DetectorFailure.TimedOut => "timed_out",
        DetectorFailure.Stuck => "stuck",
        DetectorFailure.NoModel => "no_model",
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };
}
