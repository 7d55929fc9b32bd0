using Microsoft.Extensions.Time.Testing;
using SkiaSharp;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;
using Sluice.Server.Pulling;
using Sluice.Server.Verdicts;
using Sluice.Tests.Pulling;

namespace Sluice.Tests.Detection.Own;

/// <summary>A network of the operator, from its file to a callback's words.</summary>
public sealed class OwnClassifierTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-own-");

    private string File => Path.Combine(_folder.FullName, "colours.onnx");

    [Theory]
    [InlineData(new[] { -1L, 8, 8, 3 })]
    [InlineData(new[] { -1L, 3, 16, 8 })]
    [InlineData(new[] { 1L, 3, 8, 8 })]
    public async Task Pictures_judged_together_get_each_its_own_findings(long[] input)
    {
        ColourNetwork.Write(File, input);
        using var catalog = Find(Model());
        var detector = Assert.Single(catalog.Available, detector => detector.Name == "own:colours");
        using var red = Decoded(SKColors.Red);
        using var blue = Decoded(SKColors.Blue);

        var found = await detector.DetectAsync([red, blue, red], TestContext.Current.CancellationToken);

        Assert.Equal(["red", "blue", "red"], found.Select(each => Assert.Single(each).Name));
    }

    [Theory]
    [InlineData(250, RiskLevel.Reject)]
    [InlineData(190, RiskLevel.Review)]
    [InlineData(120, RiskLevel.Pass)]
    public async Task A_finding_is_rejected_reviewed_or_passed_by_the_rules_thresholds(byte red, RiskLevel level)
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3]);
        var options = Options(Model());
        await using var host = await RunnerHost.StartAsync(options, Find(options));

        var verdict = Policy.Of(ConfiguredRules.Of(options.Models)).Judge(await host.JudgeAsync(Jpeg(new SKColor(red, 0, 0)), "VIOLENT"), ["VIOLENT"], []);

        Assert.Equal(level, verdict.Level);
        Assert.Equal(level == RiskLevel.Pass ? 0 : red / 255.0, verdict.Top?.Probability ?? 0, 0.01);
    }

    [Fact]
    public async Task What_a_stream_shows_is_called_back_with_the_words_of_the_rules()
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3]);
        var options = Options(Model());
        await using var host = await RunnerHost.StartAsync(options, Find(options));
        await using var rig = new SessionRig(rules: ConfiguredRules.Of(options.Models));
        var seen = new Queue<SKColor>([SKColors.Red, SKColors.Blue]);
        var wants = new FrameWants(["VIOLENT"], ["SCENERY"]);
        rig.Judge = async token => (await host.Runner.JudgeAsync(() => Jpeg(seen.Dequeue()), wants, token))!.Value.Findings;
        rig.Source = (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame(1));
            sink.OnFrame(SessionRig.Frame(2));
            return Task.FromResult(new PullEnd(PullCause.SourceEnded, "over", HadFrames: true));
        };
        var (_, session) = await rig.SubmitAsync(settings => settings with
        {
            ImageTypes = wants.RiskTypes,
            ImageBusinessTypes = wants.BusinessTypes,
            ReturnAllImages = true,
            MessageLanguage = MessageLanguage.English,
        });
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var frames = (await rig.DeliverAsync()).OfType<FrameCallback>().Select(callback => callback.FrameDetail).ToArray();

        // Words of the table have its names, own ones those that are configured.
        Assert.Equal(
            (RiskLevel.Reject, "violence", "weapon", "gun", "Violence:Weapon:Gun"),
            (frames[0].RiskLevel, frames[0].RiskLabel1, frames[0].RiskLabel2, frames[0].RiskLabel3, frames[0].RiskDescription));
        Assert.Empty(frames[0].BusinessLabels);
        Assert.Equal(RiskLevel.Pass, frames[1].RiskLevel);
        var label = Assert.Single(frames[1].BusinessLabels);
        Assert.Equal(
            ("outdoors", "sky", "sky", "Outdoors:Sky:Blue sky", 2),
            (label.BusinessLabel1, label.BusinessLabel2, label.BusinessLabel3, label.BusinessDescription, label.ConfidenceLevel));
    }

    [Fact]
    public async Task A_file_that_is_corrupt_is_named_and_other_detectors_go_on()
    {
        await System.IO.File.WriteAllTextAsync(File, "not a network", TestContext.Current.CancellationToken);
        var options = Options(Model());
        var catalog = Find(options);
        var installed = catalog.Detectors.Single(each => each.Name == "own:colours");
        await using var host = await RunnerHost.StartAsync(options, catalog);
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);

        Assert.StartsWith($"{File} cannot be used: ", installed.Detail);
        Assert.Equal(installed.Detail, Assert.Throws<ModelException>(installed.TryModels!).Message);
        Assert.Contains("VIOLENT", catalog.WithoutDetector(["VIOLENT"], []));
        Assert.Equal("https://t.example", Assert.Single(await host.JudgeAsync(picture.Jpeg(), "VIOLENT", "QRCODE")).Content);
    }

    [Fact]
    public async Task A_file_that_becomes_corrupt_is_counted_and_other_detectors_go_on()
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3]);
        List<string> failures = [];
        var options = Options(Model());
        await using var host = await RunnerHost.StartAsync(options, Find(options, failures));
        await System.IO.File.WriteAllTextAsync(File, "not a network", TestContext.Current.CancellationToken);
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);

        Assert.Equal("https://t.example", Assert.Single(await host.JudgeAsync(picture.Jpeg(), "VIOLENT", "QRCODE")).Content);
        Assert.Equal(1, host.Figure("detector_failures own:colours no_model"));
        Assert.StartsWith($"{File} cannot be used: ", Assert.Single(failures));
    }

    [Fact]
    public void Numbers_that_are_no_probabilities_are_named_when_it_is_tried()
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3], factor: float.NaN);
        using var catalog = Find(Model());

        var failure = Assert.Throws<ModelException>(catalog.Detectors.Single(each => each.Name == "own:colours").TryModels!);

        Assert.Equal("colours.onnx gives numbers that are no probabilities (Activation: None)", failure.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Jpeg(SKColor colour)
    {
        using var picture = new TestPicture(64, 32, colour);
        return picture.Jpeg(95);
    }

    private static Picture Decoded(SKColor colour) => JpegDecoder.Decode(Jpeg(colour));

    private static OwnModelOptions Model() => new()
    {
        Kind = OwnModelKind.Onnx,
        File = "colours.onnx",
        Labels = ColourNetwork.Labels,
        Rules =
        [
            new() { When = "red", RiskType = "VIOLENT", Label1 = "violence", Label2 = "weapon", Label3 = "gun", ReviewFrom = 0.6, RejectFrom = 0.9 },
            new() { When = "blue", BusinessType = "SCENERY", Label1 = "outdoors", Label2 = "sky", English = "Outdoors:Sky:Blue sky" },
        ],
    };

    private DetectionOptions Options(OwnModelOptions model) => new()
    {
        ModelFolder = _folder.FullName,
        DetectorTimeout = Patience,
        Models = { ["colours"] = model },
    };

    private DetectorCatalog Find(OwnModelOptions model) => Find(Options(model));

    private static DetectorCatalog Find(DetectionOptions options, List<string>? failures = null) => DetectorCatalog.Find(
        new DetectorSettings(new FakeTimeProvider()) { Detection = options, OnFailure = (_, failure) => failures?.Add(failure.Message) });
}
