using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Evidence;
using Sluice.Server.Matching;
using Sluice.Server.Speech;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Pulling;

/// <summary>Puts a session together for a stream that this node owns.</summary>
internal sealed class PullSessionFactory(
    IStore store,
    IPuller puller,
    IFrameJudge judge,
    ConfiguredRules rules,
    EvidenceKeeper evidence,
    CallbackBodies bodies,
    CallbackSignal callbacks,
    PullMetrics metrics,
    CallbackMetrics callbackMetrics,
    WaitingFrames waiting,
    IOptions<PullOptions> pullOptions,
    IOptions<StreamsOptions> streamsOptions,
    TimeProvider time,
    ILogger<PullSession> logger,
    ISoundJudge sounds,
    ITranscriber? transcriber = null,
    ITextMatcher? matcher = null)
{
    public PullSession Create(StreamRow stream)
    {
        var ledger = new StreamLedger(stream, store, callbacks, time, logger);
        var frames = new FrameLane(
            ledger, judge, rules, evidence, bodies, metrics, callbackMetrics, waiting, pullOptions.Value.MaxFrameWait, time);
        var audio = stream.Settings.WantsAudio ? Audio(ledger) : null;
        return new PullSession(
            ledger,
            puller,
            frames,
            audio,
            bodies,
            new RetrySchedule(pullOptions.Value),
            streamsOptions.Value.DrainFor,
            time,
            logger);
    }

    private AudioLane Audio(StreamLedger ledger)
    {
        var settings = ledger.Row.Settings;
        var words = new SpokenWords(transcriber, settings.ContentLanguage, pullOptions.Value.MaxSpeechWait, metrics, time, logger);
        var judge = new SegmentJudge(sounds, words, matcher, rules, ledger.Row);
        return new AudioLane(ledger, judge, evidence, bodies, metrics, callbackMetrics, time);
    }
}
