using Microsoft.Extensions.Time.Testing;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Verdicts;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Nudity;

public sealed class NudityDetectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models-");
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _failures = [];

    [Fact]
    public async Task A_picture_that_both_networks_hold_to_be_explicit_is_rejected_as_porn()
    {
        await using var host = await StartAsync(ModelFolder.Default, new NudityOptions { SureFrom = 1 });

        var findings = await host.JudgeAsync(ExplicitPicture.Jpeg(), "EROTIC");

        var judged = Assert.Single(Policy.BuiltIn.Judge(findings, ["EROTIC"]).All);
        Assert.Equal(("porn", "porn", "porn", RiskLevel.Reject), (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, judged.Level));
        Assert.InRange(judged.Probability, 0.85, 1);
        Assert.Equal(RiskSource.Image, judged.Source);
    }

    [Fact]
    public async Task Harmless_pictures_are_passed_each_for_itself_in_a_batch_with_an_explicit_one()
    {
        using var detector = Find(ModelFolder.Default, new NudityOptions());
        using var harmless = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);
        using var explicitOne = JpegDecoder.Decode(ExplicitPicture.Jpeg());
        using var harmlessOne = JpegDecoder.Decode(harmless.Jpeg());

        var found = await detector.DetectAsync([harmlessOne, explicitOne, harmlessOne], TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 0], found.Select(each => each.Count));
    }

    [Fact]
    public async Task Networks_are_loaded_when_a_stream_wants_them_and_the_second_when_a_frame_is_in_doubt()
    {
        using var harmless = new TestPicture(640, 360);
        using var detector = Find(ModelFolder.Default, new NudityOptions { SureFrom = 1 });
        await using var host = await RunnerHost.StartAsync(Patient, detector);

        await host.JudgeAsync(harmless.Jpeg(), "QRCODE");
        Assert.Empty(detector.Loaded);
        await host.JudgeAsync(harmless.Jpeg(), "EROTIC");
        Assert.Equal([NudityDetector.FirstFile], detector.Loaded);
        await host.JudgeAsync(ExplicitPicture.Jpeg(), "EROTIC");
        Assert.Equal([NudityDetector.FirstFile, NudityDetector.SecondFile], detector.Loaded);
    }

    [Fact]
    public async Task A_frame_that_is_beyond_doubt_needs_no_second_opinion()
    {
        using var detector = Find(ModelFolder.Default, new NudityOptions { SureFrom = 0.9 });
        await using var host = await RunnerHost.StartAsync(Patient, detector);

        Assert.Single(await host.JudgeAsync(ExplicitPicture.Jpeg(), "EROTIC"));
        Assert.Equal([NudityDetector.FirstFile], detector.Loaded);
    }

    [Fact]
    public async Task Between_review_and_reject_it_is_for_people_to_decide()
    {
        await using var host = await StartAsync(ModelFolder.Default, new NudityOptions { RejectFrom = 1, ReviewFrom = 0.9 });

        var findings = await host.JudgeAsync(ExplicitPicture.Jpeg(), "EROTIC");

        Assert.True(Assert.Single(findings).IsDoubtful);
        Assert.Equal(RiskLevel.Review, Policy.BuiltIn.Judge(findings, ["EROTIC"]).Level);
    }

    [Fact]
    public async Task Without_the_second_network_the_first_ones_word_stands_and_the_failure_is_told()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, NudityDetector.FirstFile), ModelFiles.Onnx(NudityDetector.FirstFile));
        File.WriteAllText(Path.Combine(_folder.FullName, NudityDetector.SecondFile), "not a network");
        await using var host = await StartAsync(_folder.FullName, new NudityOptions { SureFrom = 1 });

        Assert.Single(await host.JudgeAsync(ExplicitPicture.Jpeg(), "EROTIC"));

        Assert.Equal(NudityDetector.SecondFile, Assert.Single(_failures));
        Assert.Equal(0, host.Figure("detector_failures nudity no_model"));
    }

    [Fact]
    public async Task A_first_network_that_is_damaged_is_counted_and_other_detectors_go_on()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, NudityDetector.FirstFile), "not a network");
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);
        var options = new DetectionOptions { ModelFolder = _folder.FullName, DetectorTimeout = Patient.DetectorTimeout };
        await using var host = await RunnerHost.StartAsync(
            options, DetectorCatalog.Find(Settings(options, new NudityOptions())));

        var findings = await host.JudgeAsync(picture.Jpeg(), "EROTIC", "QRCODE");

        Assert.Equal("https://t.example", Assert.Single(findings).Content);
        Assert.Equal(NudityDetector.FirstFile, Assert.Single(_failures));
        Assert.Equal(1, host.Figure("detector_failures nudity no_model"));
    }

    [Fact]
    public void Without_the_first_network_it_cannot_run_and_says_why()
    {
        var installed = NudityDetector.Find(Settings(new DetectionOptions { ModelFolder = _folder.FullName }, new NudityOptions()));

        Assert.False(installed.IsAvailable);
        Assert.StartsWith($"{NudityDetector.FirstFile} is not in {_folder.FullName}", installed.Detail);
        Assert.Contains("EROTIC", installed.RiskTypes);
        Assert.Contains(NudityDetector.FirstFile, Assert.Throws<ModelException>(installed.TryModels!).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // On a busy machine loading alone may take seconds.
    private static DetectionOptions Patient => new() { DetectorTimeout = TimeSpan.FromMinutes(1) };

    private async Task<RunnerHost> StartAsync(string folder, NudityOptions options) => await RunnerHost.StartAsync(Patient, Find(folder, options));

    private NudityDetector Find(string folder, NudityOptions options) => Assert.IsType<NudityDetector>(
        NudityDetector.Find(Settings(new DetectionOptions { ModelFolder = folder }, options)).Detector);

    private DetectorSettings Settings(DetectionOptions options, NudityOptions nudity) => new(_time)
    {
        Detection = options,
        Nudity = nudity,
        OnFailure = (model, _) => _failures.Add(model.Name),
    };
}
