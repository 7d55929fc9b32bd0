using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Server.Pulling;
using Sluice.Server.Speech.Workers;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>
/// Tries sherpa-onnx with a network that comes with the product. Instead of words it gives the seconds from and to which somebody speaks, as
/// <c>1.20-3.45 5.00-6.10</c>.
/// </summary>
internal sealed class SherpaVoiceEngine : IWorkerEngine
{
    private const int Window = 512;
    private const float Longest = 60;

    private readonly SherpaLibrary _library;
    private readonly nint _detector;

    /// <exception cref="SpeechException">The library or the network cannot be loaded.</exception>
    public SherpaVoiceEngine(SherpaVoiceSetup setup)
    {
        _library = new SherpaLibrary(setup.Library);
        var (network, provider) = (Marshal.StringToCoTaskMemUTF8(setup.Network), Marshal.StringToCoTaskMemUTF8("cpu"));
        try
        {
            _detector = _library.CreateVoices(
                new SherpaVoiceConfiguration
                {
                    Silero = network,
                    Threshold = 0.5f,
                    LeastSilence = 0.5f,
                    LeastSpeech = 0.25f,
                    Window = Window,
                    MostSpeech = Longest,
                    SampleRate = SoundFormat.SampleRate,
                    Threads = 1,
                    Provider = provider,
                },
                Longest);
        }
        finally
        {
            Marshal.FreeCoTaskMem(network);
            Marshal.FreeCoTaskMem(provider);
        }

        if (_detector == 0)
        {
            throw new SpeechException(SpeechOutcome.NoModel, $"sherpa-onnx cannot load {setup.Network}");
        }
    }

    public Transcript Recognise(ReadOnlySpan<byte> pcm) => new(string.Join(' ', _library.Voices(_detector, SherpaEngine.Floats(pcm), Window).Select(
        voice => string.Create(CultureInfo.InvariantCulture, $"{Second(voice.From):0.00}-{Second(voice.To):0.00}"))));

    public void Dispose() => _library.DestroyVoices(_detector);

    private static double Second(int sample) => (double)sample / SoundFormat.SampleRate;
}
