using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Evidence;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Speech;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Pulling;

/// <summary>Puts a session together for a stream that this node owns.</summary>
internal sealed class PullSessionFactory(
    IStore store,
    IPuller puller,
    IFrameJudge judge,
    CurrentPolicy policies,
    FrameMeaning meaning,
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
    ITranscriber transcriber,
    ITextMatcher matcher,
    ITenantLists lists)
{
    public PullSession Create(StreamRow stream)
    {
        var ledger = new StreamLedger(stream, store, callbacks, time, logger);
        var policy = policies.For(ScopeOf(stream));

        // They are there when the first frame is.
        meaning.Prepare(stream.Tenant);
        var frames = new FrameLane(
            ledger, judge, policy, meaning, evidence, bodies, metrics, callbackMetrics, waiting, pullOptions.Value.MaxFrameWait, time);
        var audio = stream.Settings.WantsAudio ? Audio(ledger, policy) : null;
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

    private AudioLane Audio(StreamLedger ledger, StreamPolicy policy)
    {
        var settings = ledger.Row.Settings;
        var words = new SpokenWords(transcriber, settings.ContentLanguage, pullOptions.Value.MaxSpeechWait, metrics, time, logger);
        var judge = new SegmentJudge(sounds, words, matcher, lists, policy, SoundWants.Of(ledger.Row));
        return new AudioLane(ledger, judge, evidence, bodies, metrics, callbackMetrics, time);
    }

    private static PolicyScope ScopeOf(StreamRow stream) => new()
    {
        Tenant = stream.Tenant,
        App = stream.Settings.AppId,
        Event = stream.Settings.EventId,
        Room = stream.Settings.Room,
        Level = stream.Settings.UserLevel,
    };
}
