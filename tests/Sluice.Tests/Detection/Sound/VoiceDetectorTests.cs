using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Sound;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Sound;

/// <summary>Whether somebody speaks, and when.</summary>
public class VoiceDetectorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Languages => ["en", "zh", "ar"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Somebody_speaks(string language)
    {
        var finding = Assert.Single(await HearAsync(Spoken.Within(10, 2, await Spoken.InAsync(language))));

        Assert.Equal(("voice", FindingKinds.Voice), (finding.Detector, finding.Kind));
        Assert.InRange(finding.Probability, 0.5, 1);
    }

    [Fact]
    public async Task Nobody_speaks_in_silence_a_tone_or_noise()
    {
        Assert.Empty(await HearAsync(Spoken.Silence(10)));
        Assert.Empty(await HearAsync(Spoken.Tone(10)));
        Assert.Empty(await HearAsync(Spoken.Noise(10)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Speech_begins_and_ends_where_it_is_heard(string language)
    {
        var speech = Spoken.First(2.5, await Spoken.InAsync(language));
        using var detector = Find();
        using var sound = Waveform.Of(new ReadOnlySequence<byte>(Spoken.Within(10, 4, speech)));

        var probabilities = ((VoiceDetector)detector.Hearing[0]).Probabilities(sound.Samples, Cancellation);

        var heard = probabilities.Index().Where(step => step.Item >= 0.5).Select(step => step.Index * VoiceDetector.Step.TotalSeconds).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{language}: {heard.Min():0.00} to {heard.Max():0.00}, {heard.Length} of {2.5 / 0.032:0}"));
        Assert.Equal(313, probabilities.Length);
        Assert.InRange(heard.Min(), 3.9, 4.6);
        Assert.InRange(heard.Max(), 5.8, 6.9);
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(1, 1)]
    public async Task A_voice_counts_when_it_lasts(double seconds, int findings) =>
        Assert.Equal(findings, (await HearAsync(Spoken.Within(10, 5, Spoken.First(seconds, await Spoken.InAsync("en"))))).Count);

    [Fact]
    public async Task How_long_and_how_sure_is_for_the_operator_to_say()
    {
        var speech = Spoken.Within(10, 5, Spoken.First(1, await Spoken.InAsync("en")));

        Assert.Empty(await HearAsync(speech, new SoundOptions { VoiceFor = TimeSpan.FromSeconds(5) }));
        Assert.Single(await HearAsync(Spoken.Noise(10), new SoundOptions { VoiceFrom = 0.0001 }));
    }

    [Fact]
    public async Task The_last_segment_may_be_of_any_length()
    {
        var speech = await Spoken.InAsync("en");

        Assert.Single(await HearAsync(Spoken.First(1.001, speech)));
        Assert.Empty(await HearAsync(Spoken.Silence(0.001)));
        Assert.Empty(await HearAsync([]));
    }

    [Fact]
    public void A_network_that_is_missing_is_named_and_loudness_stands_in()
    {
        using var catalog = Find(new DetectionOptions { ModelFolder = "/nowhere" });

        Assert.Empty(catalog.Hearing);
        var installed = Assert.Single(catalog.Detectors, detector => detector.Name == "voice");
        Assert.False(installed.IsAvailable);
        Assert.StartsWith("silero_vad.onnx is not in /nowhere, so that loudness stands in for it", installed.Detail);
        Assert.StartsWith("/nowhere/silero_vad.onnx is missing", Assert.Throws<ModelException>(installed.TryModels!).Message);
    }

    [Fact]
    public void The_network_is_tried_by_doctor()
    {
        using var catalog = Find();

        var installed = Assert.Single(catalog.Detectors, detector => detector.Name == "voice");
        Assert.NotNull(installed.Cost);
        installed.TryModels!();
    }

    private static DetectorCatalog Find(DetectionOptions? options = null, SoundOptions? sound = null)
    {
        ModelFiles.Onnx(VoiceDetector.ModelFile);
        var settings = new DetectorSettings(new FakeTimeProvider()) { Detection = options ?? new DetectionOptions(), Sound = sound ?? new SoundOptions() };
        return new DetectorCatalog([VoiceDetector.Find(settings)]);
    }

    private static async Task<IReadOnlyList<Finding>> HearAsync(byte[] pcm, SoundOptions? options = null)
    {
        using var catalog = Find(sound: options);
        using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
        return await Assert.Single(catalog.Hearing).DetectAsync(sound, Cancellation);
    }
}
