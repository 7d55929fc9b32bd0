using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Server.Pulling;
using Sluice.Server.Speech.Workers;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>sherpa-onnx with one model.</summary>
internal sealed class SherpaEngine : IWorkerEngine
{
    private const int Features = 80;

    // Whisper is trained on pieces of 30 s and says things that nobody said when little silence follows.
    private const int WhisperTailPaddings = 300;

    private readonly SherpaLibrary _library;
    private readonly SherpaSetup _setup;
    private readonly nint _recogniser;

    /// <exception cref="SpeechException">The library or the model cannot be loaded.</exception>
    public SherpaEngine(SherpaSetup setup)
    {
        _setup = setup;
        _library = new SherpaLibrary(setup.Library);
        List<nint> texts = [];
        try
        {
            _recogniser = _library.Create(Configure(setup, text =>
            {
                var address = Marshal.StringToCoTaskMemUTF8(text);
                texts.Add(address);
                return address;
            }));
        }
        finally
        {
            texts.ForEach(Marshal.FreeCoTaskMem);
        }

        if (_recogniser == 0)
        {
            throw new SpeechException(SpeechOutcome.NoModel, $"sherpa-onnx cannot load {setup.Encoder}");
        }
    }

    public Transcript Recognise(ReadOnlySpan<byte> pcm)
    {
        try
        {
            using var json = JsonDocument.Parse(_library.Recognise(_recogniser, Floats(pcm), SoundFormat.SampleRate) ?? "");
            var text = json.RootElement.GetProperty("text").GetString() ?? "";
            return new Transcript(text.Trim(), Heard(json.RootElement));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SpeechException(SpeechOutcome.Failed, "sherpa-onnx' answer is no text");
        }
    }

    public void Dispose() => _library.Destroy(_recogniser);

    /// <summary>Samples as the library takes them, from -1 to 1.</summary>
    public static float[] Floats(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        var floats = new float[samples.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = samples[i] / 32768f;
        }

        return floats;
    }

    private static SherpaConfiguration Configure(SherpaSetup setup, Func<string, nint> text)
    {
        var configuration = new SherpaConfiguration
        {
            SampleRate = SoundFormat.SampleRate,
            Features = Features,
            Tokens = text(setup.Tokens),
            Threads = setup.Threads,
            Provider = text("cpu"),
            Method = text("greedy_search"),
        };
        switch (setup.Kind)
        {
            case SherpaKind.Whisper:
                configuration.WhisperEncoder = text(setup.Encoder);
                configuration.WhisperDecoder = text(setup.Decoder!);
                configuration.WhisperLanguage = text(setup.IsMultilingual ? setup.Language : "");
                configuration.WhisperTask = text("transcribe");
                configuration.WhisperTailPaddings = WhisperTailPaddings;
                break;
            case SherpaKind.SenseVoice:
                configuration.SenseVoice = text(setup.Encoder);
                configuration.SenseVoiceLanguage = text("auto");
                configuration.SenseVoiceNumbers = 1;
                break;
            case SherpaKind.Paraformer:
                configuration.Paraformer = text(setup.Encoder);
                break;
            default:
                configuration.ModelType = text("transducer");
                configuration.TransducerEncoder = text(setup.Encoder);
                configuration.TransducerDecoder = text(setup.Decoder!);
                configuration.TransducerJoiner = text(setup.Joiner!);
                break;
        }

        return configuration;
    }

    /// <summary>Only SenseVoice finds the language; Whisper repeats what it was told.</summary>
    private string? Heard(JsonElement answer) =>
        _setup.Kind == SherpaKind.SenseVoice && answer.TryGetProperty("lang", out var lang) && lang.GetString() is { } token
            ? token.Trim('<', '|', '>') switch { "yue" => "yue", { Length: 2 } code => code, _ => null }
            : null;
}
