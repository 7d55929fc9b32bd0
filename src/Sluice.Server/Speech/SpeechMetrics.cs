using System.Diagnostics.Metrics;

namespace Sluice.Server.Speech;

/// <summary>The figures of this room.</summary>
internal sealed class SpeechMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _pieces;
    private readonly Counter<double> _sound;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _starts;

    public SpeechMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Sluice");
        _pieces = _meter.CreateCounter<long>("speech_pieces", null, "Pieces of sound that were to be turned into text, by outcome.");
        _sound = _meter.CreateCounter<double>("speech_sound_seconds", "s", "Sound that was given to a recogniser.");
        _seconds = _meter.CreateHistogram<double>("speech_recognition_seconds", "s", "Time a recogniser took over one piece of sound.");
        _starts = _meter.CreateCounter<long>("speech_process_starts", null, "Processes of recognisers that were started.");
    }

    public void OnEnded(string language, string recogniser, SpeechOutcome outcome) =>
        _pieces.Add(1, Language(language), Recogniser(recogniser), new KeyValuePair<string, object?>("outcome", Name(outcome)));

    public void OnRecognised(string language, string recogniser, TimeSpan sound, TimeSpan took)
    {
        _sound.Add(sound.TotalSeconds, Language(language), Recogniser(recogniser));
        _seconds.Record(took.TotalSeconds, Language(language), Recogniser(recogniser));
    }

    public void OnProcessStarted(string language, string recogniser) => _starts.Add(1, Language(language), Recogniser(recogniser));

    /// <summary>Languages that nothing understands are told apart from those that nobody speaks.</summary>
    public void Observe(SpeechCatalog catalog, IReadOnlyCollection<SpeechLane> lanes)
    {
        _meter.CreateObservableGauge(
            "speech_available",
            () => catalog.Installed.Select(installed => new Measurement<int>(
                lanes.Any(lane => lane.Language == installed.Language && lane.IsServing) ? 1 : 0,
                Language(installed.Language),
                Recogniser(installed.Name))),
            null,
            "1: speech of this language is understood.");
        _meter.CreateObservableGauge(
            "speech_real_time_factor",
            () => lanes.Where(lane => lane.Factor > 0).Select(lane => Of(lane, lane.Factor)),
            null,
            "Time that recognising takes for a second of sound, a moving average.");
        _meter.CreateObservableGauge(
            "speech_waiting", () => lanes.Select(lane => Of(lane, lane.Waiting)), null, "Pieces of sound that wait to be recognised.");
    }

    private static Measurement<T> Of<T>(SpeechLane lane, T value)
        where T : struct => new(value, Language(lane.Language), Recogniser(lane.Recogniser.Name));

    private static KeyValuePair<string, object?> Language(string language) => new("language", language);

    private static KeyValuePair<string, object?> Recogniser(string recogniser) => new("recogniser", recogniser);

    private static string Name(SpeechOutcome outcome) => outcome switch
    {
        SpeechOutcome.Recognised => "recognised",
        SpeechOutcome.Dropped => "dropped",
        SpeechOutcome.Late => "late",
        SpeechOutcome.Cancelled => "cancelled",
        SpeechOutcome.TimedOut => "timed_out",
        SpeechOutcome.Crashed => "crashed",
        SpeechOutcome.NoModel => "no_model",
        SpeechOutcome.Unreachable => "unreachable",
        SpeechOutcome.Refused => "refused",
        SpeechOutcome.BadAnswer => "bad_answer",
        SpeechOutcome.OverBudget => "over_budget",
        SpeechOutcome.Busy => "busy",
        SpeechOutcome.Suspended => "suspended",
        SpeechOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
