using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;
using Sluice.Protocol;
using Sluice.Server;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Verdicts;
using Sluice.Tests.Hosting;
using Sluice.Tests.Models;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Detection.Objects;

public sealed class ObjectDetectorTests : IDisposable
{
    private static readonly string[] AllBusiness = [.. CocoClasses.All.SelectMany(known => known.Types).Distinct().Where(type => type != CocoClass.Violent)];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models-");
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _failures = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("astronaut.jpg", "PERSON", FindingKinds.Person, null, 20, 10, 360, 512)]
    [InlineData("chelsea.jpg", "MAMMAL", FindingKinds.Object, "cat", 0, 5, 405, 296)]
    [InlineData("coffee.jpg", "TABLEWARE", FindingKinds.Object, "cup", 145, 10, 350, 225)]
    public async Task It_sees_what_is_in_a_photograph_and_where(string file, string type, string kind, string? name, int left, int top, int right, int bottom)
    {
        using var detector = Find(ModelFolder.Default);
        using var picture = Photograph(file, type);

        var found = Assert.Single((await detector.DetectAsync([picture], Cancellation))[0]);

        Assert.Equal((ObjectDetector.DetectorName, kind, name), (found.Detector, found.Kind, found.Name));
        Assert.InRange(found.Probability, 0.45, 1);
        var place = Assert.NotNull(found.Location);
        Assert.InRange(Overlap(place, new PixelBox(left, top, right, bottom)), 0.9, 1);
        Assert.Equal(picture.ShareOf(place), found.Share);
    }

    [Fact]
    public async Task A_place_is_in_pixels_of_a_frame_that_was_scaled_down_to_be_judged()
    {
        using var detector = Find(ModelFolder.Default);
        using var bitmap = SKBitmap.Decode(PathOf("coffee.jpg"));
        using var frame = new SKBitmap(new SKImageInfo(2560, 1920, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(frame))
        {
            canvas.Clear(SKColors.DimGray);
            canvas.DrawBitmap(
                bitmap, new SKRect(0, 100, bitmap.Width * 5, 100 + (bitmap.Height * 5)), new SKSamplingOptions(SKFilterMode.Linear), null);
        }

        using var jpeg = frame.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        using var picture = JpegDecoder.Decode(jpeg.ToArray(), new FrameWants([], ["TABLEWARE"]));

        var cup = Assert.Single((await detector.DetectAsync([picture], Cancellation))[0], found => found.Name == "cup");

        Assert.True(picture.Width < picture.FrameWidth);
        Assert.InRange(Overlap(Assert.NotNull(cup.Location), new PixelBox(725, 150, 1750, 1225)), 0.85, 1);
    }

    [Fact]
    public async Task A_portrait_frame_is_seen_as_well()
    {
        using var detector = Find(ModelFolder.Default);
        using var bitmap = SKBitmap.Decode(PathOf("chelsea.jpg"));
        using var frame = new SKBitmap(new SKImageInfo(720, 1280, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(frame))
        {
            canvas.Clear(SKColors.DimGray);
            canvas.DrawBitmap(bitmap, new SKRect(0, 400, 720, 879), new SKSamplingOptions(SKFilterMode.Linear), null);
        }

        using var jpeg = frame.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        using var picture = JpegDecoder.Decode(jpeg.ToArray(), new FrameWants([], ["MAMMAL"]));

        var cat = Assert.Single((await detector.DetectAsync([picture], Cancellation))[0], found => found.Name == "cat");

        Assert.InRange(Overlap(Assert.NotNull(cat.Location), new PixelBox(0, 405, 630, 870)), 0.85, 1);
    }

    [Fact]
    public void The_network_that_set_up_made_can_be_tried() =>
        ObjectDetector.Find(Settings(new DetectionOptions { ModelFolder = ModelFolder.Default }, new ObjectOptions())).TryModels!();

    [Fact]
    public async Task A_drawn_knife_is_a_weapon_to_be_reviewed_and_located()
    {
        using var detector = Find(ModelFolder.Default);
        await using var host = await RunnerHost.StartAsync(Patient, detector);

        var verdict = Policy.BuiltIn.Judge(await host.JudgeAsync(KnifePicture.Jpeg(), CocoClass.Violent), [CocoClass.Violent]);

        Assert.Equal(RiskLevel.Review, verdict.Level);
        var knife = Assert.Single(verdict.All, judged => judged.Label.Label3 == "knife").Findings[0];
        Assert.InRange(Overlap(Assert.NotNull(knife.Location), KnifePicture.Place), 0.7, 1);
        var told = Assert.Single(FrameRisk.Of(verdict).Objects!, thing => thing.Name == "knife");
        Assert.Equal(knife.Probability, told.Probability);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_an_empty_or_senseless_picture_there_is_nothing(int? seed)
    {
        using var detector = Find(ModelFolder.Default);
        using var drawn = new TestPicture(1280, 720);
        using var picture = JpegDecoder.Decode((seed is { } number ? drawn.Noise(number) : drawn).Jpeg(), new FrameWants([CocoClass.Violent], AllBusiness));

        Assert.Empty((await detector.DetectAsync([picture], Cancellation))[0]);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_reported()
    {
        using var detector = Find(ModelFolder.Default);
        using var cat = Photograph("chelsea.jpg", "VEHICLE", "TABLEWARE");

        Assert.Empty((await detector.DetectAsync([cat], Cancellation))[0]);
    }

    [Fact]
    public async Task Pictures_of_several_streams_get_what_each_gets_alone()
    {
        using var detector = Find(ModelFolder.Default);
        using var cat = Photograph("chelsea.jpg", AllBusiness);
        using var cup = Photograph("coffee.jpg", AllBusiness);
        using var person = Photograph("astronaut.jpg", AllBusiness);
        Picture[] pictures = [cat, cup, person, cat];

        var together = await detector.DetectAsync(pictures, Cancellation);

        Assert.Equal(pictures.Length, together.Count);
        for (var i = 0; i < pictures.Length; i++)
        {
            Assert.Equal((await detector.DetectAsync([pictures[i]], Cancellation))[0], together[i]);
            Assert.NotEmpty(together[i]);
        }
    }

    [Fact]
    public async Task A_higher_bound_leaves_out_what_is_less_probable()
    {
        using var detector = Find(ModelFolder.Default, new ObjectOptions { MinProbability = 0.9, MinBladeProbability = 0.9 });
        using var person = Photograph("astronaut.jpg", AllBusiness);

        Assert.Empty((await detector.DetectAsync([person], Cancellation))[0]);
    }

    [Fact]
    public async Task What_is_seen_reaches_the_callback_in_the_streams_language()
    {
        using var detector = Find(ModelFolder.Default);
        await using var host = await RunnerHost.StartAsync(Patient, detector);
        string[] types = ["TABLEWARE", "FURNITURE", "PERSON"];
        var judged = await host.Runner.JudgeAsync(() => File.ReadAllBytes(PathOf("coffee.jpg")), new FrameWants([], types), Cancellation);

        var verdict = Policy.BuiltIn.Judge(judged!.Value.Findings, [], types);
        var bodies = new CallbackBodies(Options.Create(new ServerOptions()), _time);
        var row = bodies.Frame(Rows.Stream(), 1, verdict, null, new ProcessTimes(Rows.Now, Rows.Now, Rows.Now, Rows.Now), moderated: true);

        var detail = JsonDocument.Parse(row.Body).RootElement.GetProperty("frameDetail");
        Assert.Equal("PASS", detail.GetProperty("riskLevel").GetString());
        var label = detail.GetProperty("businessLabels").EnumerateArray().Single(each => each.GetProperty("businessLabel2").GetString() == "cup");
        Assert.Equal("tableware", label.GetProperty("businessLabel1").GetString());
        Assert.Equal("餐具:杯子:杯子", label.GetProperty("businessDescription").GetString());
        Assert.Equal(0, label.GetProperty("confidenceLevel").GetInt32());
        var cup = Assert.Single(label.GetProperty("businessDetail").GetProperty("objects").EnumerateArray());
        Assert.Equal("cup", cup.GetProperty("name").GetString());
        Assert.Equal(4, cup.GetProperty("location").GetArrayLength());
    }

    [Fact]
    public async Task Persons_are_told_where_they_are_and_how_many()
    {
        using var detector = Find(ModelFolder.Default);
        using var picture = Photograph("astronaut.jpg", "PERSON");

        var verdict = Policy.BuiltIn.Judge((await detector.DetectAsync([picture], Cancellation))[0], [], ["PERSON"]);

        var risk = FrameRisk.Of(verdict);
        Assert.Equal(1, risk.PersonNum);
        var person = Assert.Single(risk.Persons!);
        Assert.InRange(Assert.NotNull(person.PersonRatio), 0.6, 0.75);
        var told = Assert.Single(Assert.Single(FrameBusiness.Labels(verdict, MessageLanguage.English)).BusinessDetail!.Persons!);
        Assert.Equal(person.Location!, told.Location!);
        Assert.Equal(person.PersonRatio, told.PersonRatio);
    }

    [Fact]
    public async Task It_is_loaded_when_a_stream_wants_it()
    {
        using var detector = Find(ModelFolder.Default);
        await using var host = await RunnerHost.StartAsync(Patient, detector);

        await host.JudgeAsync(KnifePicture.Jpeg(), "QRCODE", "EROTIC");
        Assert.False(detector.IsLoaded);
        await host.JudgeAsync(KnifePicture.Jpeg(), CocoClass.Violent);
        Assert.True(detector.IsLoaded);
    }

    [Fact]
    public async Task A_network_that_is_damaged_is_counted_and_other_detectors_go_on()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, ObjectDetector.ModelFile), "not a network");
        using var picture = new TestPicture(640, 360).Code("https://t.example", 20, 20, 200);
        var options = new DetectionOptions { ModelFolder = _folder.FullName, DetectorTimeout = Patient.DetectorTimeout };
        await using var host = await RunnerHost.StartAsync(options, DetectorCatalog.Find(Settings(options, new ObjectOptions())));

        var findings = await host.JudgeAsync(picture.Jpeg(), CocoClass.Violent, "QRCODE");

        Assert.Equal("https://t.example", Assert.Single(findings).Content);
        Assert.Equal(ObjectDetector.ModelFile, Assert.Single(_failures));
        Assert.Equal(1, host.Figure("detector_failures objects no_model"));
    }

    [Fact]
    public void Another_network_in_its_place_is_an_error_that_says_so()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, ObjectDetector.ModelFile), ModelFiles.Onnx("mobilenet_v2.onnx"));
        var installed = ObjectDetector.Find(Settings(new DetectionOptions { ModelFolder = _folder.FullName }, new ObjectOptions()));

        Assert.Contains("is another model", Assert.Throws<ModelException>(installed.TryModels!).Message);
    }

    [Fact]
    public void Without_the_network_it_cannot_run_and_says_why()
    {
        var installed = ObjectDetector.Find(Settings(new DetectionOptions { ModelFolder = _folder.FullName }, new ObjectOptions()));

        Assert.False(installed.IsAvailable);
        Assert.StartsWith($"{ObjectDetector.ModelFile} is not in {_folder.FullName}", installed.Detail);
        Assert.Equal([CocoClass.Violent], installed.RiskTypes);
        Assert.Superset(new HashSet<string> { "PERSON", "VEHICLE", "FOOD" }, installed.BusinessTypes.ToHashSet());
        Assert.Contains(ObjectDetector.ModelFile, Assert.Throws<ModelException>(installed.TryModels!).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // On a busy machine loading alone may take seconds.
    private static DetectionOptions Patient => new() { DetectorTimeout = TimeSpan.FromMinutes(1) };

    private static string PathOf(string photograph) => Path.Combine(DocumentationTests.Root, "tests", "Sluice.Tests", "Pictures", photograph);

    private static Picture Photograph(string file, params string[] types) => JpegDecoder.Decode(File.ReadAllBytes(PathOf(file)), new FrameWants([], types));

    private static float Overlap(PixelBox one, PixelBox other) => Seen(one).Overlap(Seen(other));

    private static SeenObject Seen(PixelBox box) => new(0, 1, box.X1, box.Y1, box.X2, box.Y2);

    private ObjectDetector Find(string folder, ObjectOptions? options = null) => Assert.IsType<ObjectDetector>(
        ObjectDetector.Find(Settings(new DetectionOptions { ModelFolder = folder }, options ?? new ObjectOptions())).Detector);

    private DetectorSettings Settings(DetectionOptions options, ObjectOptions objects) => new(_time)
    {
        Detection = options,
        Objects = objects,
        OnFailure = (model, _) => _failures.Add(model.Name),
    };
}
