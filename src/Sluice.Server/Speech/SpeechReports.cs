using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Speech;

/// <summary>Says in the log what goes wrong with speech, once a minute for each language and kind of fault.</summary>
internal sealed partial class SpeechReports(TimeProvider time, ILogger<SpeechReports> logger)
{
    // As many as there are languages and kinds.
    private readonly ConcurrentDictionary<(string Language, string Kind), LogThrottle> _throttles = [];

    public void OnFailed(string language, string recogniser, SpeechException failure)
    {
        if (Passes(language, nameof(OnFailed), out var held))
        {
            LogFailed(language, recogniser, failure.Message, held);
        }
    }

    public void OnFault(string language, string recogniser, Exception fault)
    {
        if (Passes(language, nameof(OnFault), out var held))
        {
            LogFault(fault, language, recogniser, held);
        }
    }

    public void OnNotTried(string language, string recogniser, SpeechOutcome outcome)
    {
        if (Passes(language, nameof(OnNotTried), out var held))
        {
            LogNotTried(language, recogniser, outcome, held);
        }
    }

    public void OnGate(string language, string endpoint, GateChange change)
    {
        switch (change)
        {
            case GateChange.Shut:
                LogShut(language, endpoint);
                break;
            case GateChange.Opened:
                LogOpened(language, endpoint);
                break;
        }
    }

    public void OnMissing(InstalledSpeech missing) =>
        LogMissing(missing.IsFault ? LogLevel.Warning : LogLevel.Information, missing.Language, missing.Detail);

    public void OnStarted(string language, string recogniser, int pid, string confinement) => LogStarted(language, recogniser, pid, confinement);

    public void OnNotConfined(string description) => LogNotConfined(description);

    private bool Passes(string language, string kind, out int held) =>
        _throttles.GetOrAdd((language, kind), _ => new LogThrottle(time)).TryPass(out held);

    [LoggerMessage(EventName = "SpeechMissing", Message = "Speech of language {Language} is not understood here: {Detail}")]
    private partial void LogMissing(LogLevel level, string language, string detail);

    [LoggerMessage(
        EventName = "SpeechFailed",
        Level = LogLevel.Warning,
        Message = "Speech of language {Language} was not recognised by {Recogniser}: {Failure}. {Held} earlier failures were not logged")]
    private partial void LogFailed(string language, string recogniser, string failure, int held);

    [LoggerMessage(
        EventName = "SpeechFault",
        Level = LogLevel.Error,
        Message = "Speech of language {Language} was not recognised by {Recogniser}: a fault of this server. {Held} earlier ones were not logged")]
    private partial void LogFault(Exception fault, string language, string recogniser, int held);

    [LoggerMessage(
        EventName = "SpeechNotTried",
        Level = LogLevel.Warning,
        Message = "More speech of language {Language} comes than {Recogniser} recognises: {Outcome}. {Held} earlier pieces were not logged")]
    private partial void LogNotTried(string language, string recogniser, SpeechOutcome outcome, int held);

    [LoggerMessage(
        EventName = "SpeechEndpointSuspended",
        Level = LogLevel.Warning,
        Message = "The endpoint {Endpoint} for speech of language {Language} failed too often in a row: it is asked only after each pause")]
    private partial void LogShut(string language, string endpoint);

    [LoggerMessage(
        EventName = "SpeechEndpointBack",
        Level = LogLevel.Information,
        Message = "The endpoint {Endpoint} for speech of language {Language} answers again")]
    private partial void LogOpened(string language, string endpoint);

    [LoggerMessage(
        EventName = "SpeechProcessStarted",
        Level = LogLevel.Information,
        Message = "Speech of language {Language}: {Recogniser} runs as process {Pid}, confined by {Confinement}")]
    private partial void LogStarted(string language, string recogniser, int pid, string confinement);

    [LoggerMessage(
        EventName = "SpeechNotConfined",
        Level = LogLevel.Warning,
        Message = "Processes that recognise speech are not confined: {Description}")]
    private partial void LogNotConfined(string description);
}
