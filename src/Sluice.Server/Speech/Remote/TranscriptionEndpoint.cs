using System.Net.Http.Headers;
using System.Text.Json;
using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Speech.Remote;

/// <summary>
/// OpenAI's <c>POST /v1/audio/transcriptions</c>, and those who speak it: a piece of sound a call, as a WAV file. It is asked within limits,
/// and not while it fails.
/// </summary>
internal sealed class TranscriptionEndpoint(
    SpeechEndpointOptions options, string language, TimeProvider time, Action<string, GateChange>? onGate = null) : ISpeechRecogniser
{
    public const string KindName = "endpoint";

    private const string Path = "v1/audio/transcriptions";

    private readonly RemoteClient _client = new(options.Url!, options.ApiKey);
    private readonly CallGate _gate = new(options.Calls, time);

    // Some take the question for verbose_json and answer without a language.
    private volatile bool _leavesLanguageOut;

    public string Name => KindName;

    public int AtOnce => options.Calls.AtOnce;

    public bool TellsLanguage => FindsLanguage && !_leavesLanguageOut;

    // One that was told a language repeats it.
    private bool FindsLanguage => options.Verbose && !options.TellLanguage;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Transcript> RecogniseAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        if (_gate.TryEnter(out var isProbe) is { } refused)
        {
            throw new SpeechException(OutcomeOf(refused), $"{_client.Endpoint} was not asked: {refused}");
        }

        bool? answered = null;
        try
        {
            var transcript = await AskAsync(pcm, cancellationToken).ConfigureAwait(false);
            answered = true;
            return transcript;
        }
        catch (SpeechException)
        {
            answered = false;
            throw;
        }
        finally
        {
            if (_gate.Leave(isProbe, answered) is var change and not GateChange.None)
            {
                onGate?.Invoke(_client.Endpoint, change);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Transcript> AskAsync(ReadOnlyMemory<byte> pcm, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Calls.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var question = Question(pcm);
            using var answer = await _client.PostAsync(Path, question, either.Token).ConfigureAwait(false);
            return Read(answer.RootElement);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpeechException(SpeechOutcome.TimedOut, $"{_client.Endpoint}: no answer within {options.Calls.Timeout.TotalSeconds} s");
        }
        catch (RemoteException failure)
        {
            throw new SpeechException(OutcomeOf(failure.Outcome), $"{_client.Endpoint}: {failure.Message}");
        }
        catch (InvalidOperationException)
        {
            // JSON may hold escapes that are no text.
            throw Bad("the answer holds what is no text");
        }
    }

    private MultipartFormDataContent Question(ReadOnlyMemory<byte> pcm)
    {
        var file = new ByteArrayContent(WavFile.Of(pcm.Span)) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        var question = new MultipartFormDataContent { { file, "file", "sound.wav" }, { Field(options.Model), "model" } };
        if (options.TellLanguage)
        {
            question.Add(Field(language), "language");
        }

        question.Add(Field(options.Verbose ? "verbose_json" : "json"), "response_format");
        return question;
    }

    // Some servers take a field with a media type of its own for a file.
    private static StringContent Field(string text) => new(text) { Headers = { ContentType = null } };

    private Transcript Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("text", out var said) || said.ValueKind != JsonValueKind.String ||
            said.GetString() is not { Length: <= Transcript.LongestText } text)
        {
            throw Bad($"the answer has no text of at most {Transcript.LongestText} characters");
        }

        if (!FindsLanguage)
        {
            return new Transcript(text.Trim());
        }

        var named = answer.TryGetProperty("language", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        _leavesLanguageOut = string.IsNullOrEmpty(named);
        return new Transcript(text.Trim(), named is null ? null : LanguageNames.CodeOf(named));
    }

    private SpeechException Bad(string message) => new(SpeechOutcome.BadAnswer, $"{_client.Endpoint}: {message}");

    private static SpeechOutcome OutcomeOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.TimedOut => SpeechOutcome.TimedOut,
        CallOutcome.Unreachable => SpeechOutcome.Unreachable,
        CallOutcome.Refused => SpeechOutcome.Refused,
        CallOutcome.BadAnswer => SpeechOutcome.BadAnswer,
        CallOutcome.OverBudget => SpeechOutcome.OverBudget,
        CallOutcome.Busy => SpeechOutcome.Busy,
        CallOutcome.Suspended => SpeechOutcome.Suspended,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
