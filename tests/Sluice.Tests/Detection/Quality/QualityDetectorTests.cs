using SkiaSharp;
using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Unchanged;
using Sluice.Server.Verdicts;
using Sluice.SystemTests.Footage;
using Sluice.Tests.Detection.Unchanged;

namespace Sluice.Tests.Detection.Quality;

public sealed class QualityDetectorTests
{
    private static readonly FrameWants Wants = new(["QRCODE"], ["LOWVISION"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(5, true)]
    [InlineData(8, true)]
    [InlineData(12, true)]
    public async Task A_drawn_picture_is_blurred_from_the_threshold_on(double sigma, bool isBlurred)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            using var picture = new TestPicture(1280, 720).Clutter(seed);

            var names = await NamesAsync(await BlurAsync(picture.Png(), sigma));

            Assert.Equal(isBlurred ? ["blur"] : Array.Empty<string?>(), names);
        }
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(1920, 1080)]
    [InlineData(720, 1280)]
    public async Task Blur_means_the_same_at_every_size(int width, int height)
    {
        using var picture = new TestPicture(width, height).Clutter(4);
        var lines = Math.Min(width, height) / 720.0;

        Assert.Empty(await NamesAsync(await BlurAsync(picture.Png(), lines)));
        Assert.Equal(["blur"], await NamesAsync(await BlurAsync(picture.Png(), 9 * lines)));
    }

    [Fact]
    public async Task Faint_contrast_is_no_blur()
    {
        using var picture = new TestPicture(1280, 720).Clutter(2);
        var faint = await FilterAsync(picture.Png(), "eq=contrast=0.3");

        Assert.Empty(await NamesAsync(faint));
    }

    [Fact]
    public async Task A_sharp_person_before_a_blurred_background_is_no_blur_and_a_sharp_logo_makes_none_sharp()
    {
        using var picture = new TestPicture(1280, 720).Clutter(2);
        const string Sharp = "split[a][b];[a]gblur=sigma=12[c];[b]crop={0}:{1}:100:100[d];[c][d]overlay=100:100";

        Assert.Empty(await NamesAsync(await FilterAsync(picture.Png(), Filter(500, 500))));
        Assert.Equal(["blur"], await NamesAsync(await FilterAsync(picture.Png(), Filter(160, 80))));

        static string Filter(int width, int height) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Sharp, width, height);
    }

    [Fact]
    public async Task Black_and_white_pictures_are_named_and_plain_ones_are_neither_nor_blurred()
    {
        using var black = new TestPicture(640, 360, new SKColor(12, 12, 14)).Box(580, 10, 40, 20, SKColors.White);
        using var white = new TestPicture(640, 360, SKColors.White);
        using var grey = new TestPicture(640, 360, SKColors.Gray);
        using var night = new TestPicture(640, 360, SKColors.Black).Box(100, 100, 120, 120, SKColors.Orange);

        Assert.Equal(["black"], await NamesAsync(black.Jpeg()));
        Assert.Equal(["white"], await NamesAsync(white.Jpeg()));
        Assert.Empty(await NamesAsync(grey.Jpeg()));
        Assert.Empty(await NamesAsync(night.Jpeg()));
    }

    [Fact]
    public async Task A_picture_that_stays_is_frozen_after_a_minute_until_it_changes()
    {
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1 }, new QualityDetector(new QualityOptions()));
        using var still = new TestPicture(640, 360).Clutter(2);
        using var other = new TestPicture(640, 360).Clutter(3);
        var memory = new FrameMemory(host.Time);
        List<string?> seen = [];
        for (var second = 0; second < 100; second += 5)
        {
            var judged = await JudgeAsync(host, still.Jpeg(second % 2 == 0 ? 75 : 65), memory);
            seen.Add(judged.Findings.SingleOrDefault()?.Name);
            host.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([.. Enumerable.Repeat<string?>(null, 12), .. Enumerable.Repeat("frozen", 8)], seen);
        Assert.Empty((await JudgeAsync(host, other.Jpeg(), memory)).Findings);
    }

    [Fact]
    public async Task A_still_that_x264_encodes_for_long_is_frozen()
    {
        var quality = new QualityDetector(new QualityOptions { FrozenAfter = TimeSpan.FromSeconds(5) });
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { Workers = 1, UnchangedFor = TimeSpan.Zero }, quality);
        using var still = new TestPicture(640, 360).Clutter(2);
        var memory = new FrameMemory(host.Time);
        var found = 0;
        foreach (var frame in await Footage.ShowAsync(still.Png(), 10, ["-b:v", "200k"]))
        {
            found += (await JudgeAsync(host, frame, memory)).Findings.Count;
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(found, 4, 6);
    }

    [Fact]
    public async Task Who_did_not_ask_is_told_nothing()
    {
        using var black = JpegDecoder.Decode(Black(), new FrameWants(["QRCODE"], ["AGE"]));

        Assert.Empty((await new QualityDetector(new QualityOptions()).DetectAsync([black], Token))[0]);
    }

    [Fact]
    public async Task What_is_found_is_called_back_as_a_business_label_in_both_languages()
    {
        using var black = JpegDecoder.Decode(Black(), Wants);
        var findings = (await new QualityDetector(new QualityOptions()).DetectAsync([black], Token))[0];

        var verdict = Policy.BuiltIn.Judge(findings, Wants.RiskTypes, Wants.BusinessTypes);
        var english = Assert.Single(FrameBusiness.Labels(verdict, MessageLanguage.English));
        var chinese = Assert.Single(FrameBusiness.Labels(verdict, MessageLanguage.Chinese));

        Assert.Equal(RiskLevel.Pass, verdict.Level);
        Assert.Equal(("lowvision", "black", "black"), (english.BusinessLabel1, english.BusinessLabel2, english.BusinessLabel3));
        Assert.Equal(("Low vision:Black screen:Black screen", "画面质量低:黑屏:黑屏"), (english.BusinessDescription, chinese.BusinessDescription));
        Assert.Equal((1.0, 2), (english.Probability, english.ConfidenceLevel));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 5)]
    [InlineData(300, 8)]
    public async Task A_tiny_picture_is_judged_too(int width, int height)
    {
        using var picture = new TestPicture(width, height, SKColors.Black);

        Assert.Equal(["black"], await NamesAsync(picture.Jpeg()));
    }

    [Theory]
    [InlineData("cars.mp4", "null", 0, 0.05)]
    [InlineData("one-by-one-person.mp4", "null", 0, 0.05)]
    [InlineData("cars.mp4", "scale=1280:720,gblur=sigma=8", 0.9, 1)]
    [InlineData("one-by-one-person.mp4", "scale=1280:720,gblur=sigma=8", 0.9, 1)]
    public async Task Real_footage_is_blurred_when_it_was_made_so(string file, string filter, double least, double most)
    {
        var path = MediaFolder.Require(file);
        string[] arguments = ["-t", "20", "-vf", $"fps=0.5,{filter}", "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "mjpeg"];
        var frames = Footage.Split(await FfmpegTool.ConvertFileAsync(path, arguments, Token));

        var blurred = 0;
        foreach (var frame in frames)
        {
            blurred += (await NamesAsync(frame)).Contains("blur") ? 1 : 0;
        }

        Assert.InRange(blurred / (double)frames.Count, least, most);
    }

    private static byte[] Black()
    {
        using var picture = new TestPicture(640, 360, SKColors.Black);
        return picture.Jpeg();
    }

    private static Task<byte[]> BlurAsync(byte[] png, double sigma) =>
        FilterAsync(png, FormattableString.Invariant($"gblur=sigma={sigma}:steps=3"));

    private static Task<byte[]> FilterAsync(byte[] png, string filter) =>
        FfmpegTool.ConvertAsync(png, ["-filter_complex", filter, "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "mjpeg"], Token);

    private static async Task<IEnumerable<string?>> NamesAsync(byte[] jpeg)
    {
        using var picture = JpegDecoder.Decode(jpeg, Wants);
        return (await new QualityDetector(new QualityOptions()).DetectAsync([picture], Token))[0].Select(finding => finding.Name);
    }

    private static async Task<JudgedFrame> JudgeAsync(RunnerHost host, byte[] frame, FrameMemory memory) =>
        (await host.Runner.JudgeAsync(() => frame, Wants with { Memory = memory }, Token))!.Value;
}
