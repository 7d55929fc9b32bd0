using System.Buffers;
using System.Globalization;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Sherpa;
using Sluice.Server.Speech.Workers;
using Sluice.Tests.Detection.Sound;

namespace Sluice.Tests.Speech.Sherpa;

/// <summary>The real library, in its own process, with a real network, which this product also runs without it.</summary>
public sealed class SherpaVoiceTests
{
    private const double Right = 0.2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_hears_speech_where_the_detector_of_voices_does_and_none_in_silence_and_noise()
    {
        await using var recogniser = Recogniser(Path.Combine(ModelFolder.Default, VoiceDetector.ModelFile));
        using var catalog = new DetectorCatalog([VoiceDetector.Find(new DetectorSettings(TimeProvider.System))]);
        var detector = (VoiceDetector)catalog.Hearing.Single();
        foreach (var language in new[] { "en", "zh", "ar" })
        {
            var pcm = Spoken.Within(10, 3, Spoken.First(5, await Spoken.InAsync(language)));
            using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
            var heard = detector.Probabilities(sound.Samples, Cancellation);
            var (first, last) = (Array.FindIndex(heard, voice => voice >= 0.5), Array.FindLastIndex(heard, voice => voice >= 0.5));

            var voices = Voices(await recogniser.RecogniseAsync(pcm, Cancellation));

            Assert.NotEmpty(voices);
            Assert.Equal(first * VoiceDetector.Step.TotalSeconds, voices[0].From, Right);
            Assert.Equal((last + 1) * VoiceDetector.Step.TotalSeconds, voices[^1].To, Right);
        }

        Assert.Equal(new Transcript(""), await recogniser.RecogniseAsync(Speaking.Silence(10), Cancellation));
        Assert.Equal(new Transcript(""), await recogniser.RecogniseAsync(Speaking.Noise(10), Cancellation));
    }

    [Fact]
    public async Task A_network_that_is_not_there_is_named()
    {
        await using var recogniser = Recogniser("/nonexistent/silero_vad.onnx");

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.NoModel, failure.Outcome);
    }

    private static (double From, double To)[] Voices(Transcript heard) =>
    [
        .. heard.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(voice => voice.Split('-'))
            .Select(ends => (double.Parse(ends[0], CultureInfo.InvariantCulture), double.Parse(ends[1], CultureInfo.InvariantCulture))),
    ];

    private static WorkerRecogniser Recogniser(string network) => new(
        "sherpa-onnx",
        "en",
        new WorkerSetup { SherpaVoice = new SherpaVoiceSetup(Path.GetFullPath(new SpeechOptions().SherpaFolder), Path.GetFullPath(network)) },
        Speaking.Workers(),
        TimeProvider.System);
}
