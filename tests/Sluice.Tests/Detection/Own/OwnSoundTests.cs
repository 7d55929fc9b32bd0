using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using Sluice.Models.Onnx;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Verdicts;
using Sluice.Tests.Detection.Sound;

namespace Sluice.Tests.Detection.Own;

/// <summary>A network of the operator that hears, from its file to a verdict. It says how far from zero a sound is on the average, twice.</summary>
public sealed class OwnSoundTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-heard-");

    public static TheoryData<long[]> Inputs => new((long[])[-1], (long[])[1, -1], (long[])[-1, -1], (long[])[-1, 1, -1], (long[])[16_000], (long[])[1, 16_000], (long[])[-1, 16_000]);

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task What_is_loud_is_found_whatever_form_of_sound_the_network_takes(long[] input)
    {
        Write(input);
        using var catalog = Find(Model());
        var detector = Assert.Single(catalog.Hearing, detector => detector.Name == "own:sound:moans");
        Assert.Equal(["MOAN"], detector.RiskTypes);

        var loud = await HearAsync(detector, Spoken.Tone(10, 0.9));
        var quiet = await HearAsync(detector, Spoken.Tone(10, 0.1));

        var finding = Assert.Single(loud);
        Assert.Equal("loud", finding.Name);
        Assert.Equal(0.9 * 2 / Math.PI, finding.Probability, 0.01);
        Assert.Empty(quiet);
        var judged = Assert.Single(Policy.Of(ConfiguredRules.Of(new Dictionary<string, OwnModelOptions>(), Options(Model()).SoundModels)).Judge(loud, ["MOAN"], [], ContentType.Audio).All);
        Assert.Equal(("moan", RiskLevel.Review, RiskSource.Audio), (judged.Label.Label1, judged.Level, judged.Source));
    }

    [Fact]
    public async Task A_second_that_is_loud_counts_for_the_segment_and_the_last_part_ends_where_the_sound_does()
    {
        Write([-1, 16_000]);
        using var catalog = Find(Model());
        var detector = Assert.Single(catalog.Hearing, detector => detector.Name == "own:sound:moans");

        // The last second of 9.5 is no whole part of its own.
        Assert.Equal(0.573, Assert.Single(await HearAsync(detector, Spoken.Within(9.5, 8.5, Spoken.Tone(1, 0.9)))).Probability, 0.01);
        Assert.Empty(await HearAsync(detector, Spoken.Within(9.5, 4.5, Spoken.Tone(1, 0.9))));
    }

    [Fact]
    public async Task A_window_is_set_where_the_network_takes_any()
    {
        Write([-1, -1]);
        var model = Model();
        model.Window = TimeSpan.FromSeconds(2);
        using var catalog = Find(model);
        var detector = Assert.Single(catalog.Hearing, detector => detector.Name == "own:sound:moans");

        Assert.Single(await HearAsync(detector, Spoken.Within(10, 4, Spoken.Tone(2, 0.9))));
        Assert.Empty(await HearAsync(detector, Spoken.Within(10, 3, Spoken.Tone(2, 0.9))));
    }

    [Fact]
    public void A_network_that_fits_is_tried_with_silence_and_one_with_other_numbers_is_named()
    {
        Write([-1, -1]);
        using (var catalog = Find(Model()))
        {
            catalog.Detectors.Single(detector => detector.Name == "own:sound:moans").TryModels!();
        }

        var other = Model();
        other.Labels = ["one", "loud", "three"];
        using var wrong = Find(other);
        Assert.Equal(
            "moans.onnx gives 2 numbers, and there are 3 labels",
            Assert.Throws<ModelException>(wrong.Detectors.Single(detector => detector.Name == "own:sound:moans").TryModels!).Message);
    }

    [Fact]
    public void Every_error_is_named_by_its_full_key()
    {
        Write([-1, 3, 16_000]);
        var model = Model();
        model.Window = TimeSpan.FromSeconds(11);
        model.Url = "http://x.example";
        model.Rules = [new() { When = "quiet", RiskType = "NONE", Label1 = "moan", ReviewFrom = 0.5 }, new() { When = "loud", BusinessType = "SCENERY", Label1 = "x" }];

        var errors = new DetectionOptionsValidator().Validate(null, Options(model)).Failures!.ToArray();

        const string Key = "Sluice:Detection:SoundModels:moans";
        Assert.Equal(
            [
                $"{Key}:Window: must be from 00:00:00.100 to 00:00:10",
                $"{Key}:Url: is not for models of Onnx",
                $"{Key}:File: it takes [-1, 3, 16000], which is no sound",
                $"{Key}:Rules:0:RiskType: must be one of ADLAW, ADVERT, ANTHEN, AUDIOPOLITICAL, BAN, BANEDAUDIO, DIRTY, EROTIC, MOAN, POLITY, VIOLENT, but is 'NONE'",
                $"{Key}:Rules:1:BusinessType: must be one of AGE, APPNAME, AUDIOSCENE, GENDER, LANGUAGE, MINOR, SING, TIMBRE, VOICE, but is 'SCENERY'",
            ],
            errors);
    }

    [Theory]
    [InlineData(100, "File: it takes sounds of 100 samples, and 1600 to 160000 are given")]
    [InlineData(16_000, "Window: must be 00:00:01: the model takes no other")]
    public void A_window_must_be_the_networks(long samples, string error)
    {
        Write([1, samples]);
        var model = Model();
        model.Window = TimeSpan.FromSeconds(2);

        Assert.Equal([$"Sluice:Detection:SoundModels:moans:{error}"], new DetectionOptionsValidator().Validate(null, Options(model)).Failures);
    }

    [Fact]
    public void A_model_without_a_kind_is_named() => Assert.Contains(
        "Sluice:Detection:SoundModels:moans:Kind: must be one of Onnx, KServe",
        new DetectionOptionsValidator().Validate(null, Options(new OwnSoundOptions())).Failures!);

    [Fact]
    public void Types_that_a_model_of_sound_judges_are_judged()
    {
        Write([-1, -1]);
        using var catalog = Find(Model());

        Assert.Equal(["ANTHEN"], catalog.WithoutDetector([], [], ["MOAN", "ANTHEN"], []));
        Assert.Equal(["MOAN"], catalog.WithoutDetector([], ["MOAN"], [], []));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static OwnSoundOptions Model() => new()
    {
        Kind = OwnSoundKind.Onnx,
        File = "moans.onnx",
        Labels = ["quiet", "loud"],
        Rules = [new() { When = "loud", RiskType = "MOAN", Label1 = "moan", ReviewFrom = 0.3 }],
    };

    private DetectionOptions Options(OwnSoundOptions model) => new() { ModelFolder = _folder.FullName, SoundModels = { ["moans"] = model } };

    private DetectorCatalog Find(OwnSoundOptions model) => DetectorCatalog.Find(new DetectorSettings(new FakeTimeProvider()) { Detection = Options(model) });

    private static async Task<IReadOnlyList<Finding>> HearAsync(ISoundDetector detector, byte[] pcm)
    {
        using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
        return await detector.DetectAsync(sound, TestContext.Current.CancellationToken);
    }

    private void Write(long[] input)
    {
        var graph = new OnnxGraph();
        graph.Input("sound", input);
        var mean = graph.Add("ReduceMean", [graph.Add("Abs", ["sound"])], ("axes", new long[] { input.Length - 1 }), ("keepdims", 1L));
        var both = graph.Add("Concat", [mean, mean], ("axis", (long)input.Length - 1));
        graph.Output(both, "heard", [.. input.SkipLast(1), 2]);
        using var file = File.Create(Path.Combine(_folder.FullName, "moans.onnx"));
        graph.WriteTo(file);
    }
}
