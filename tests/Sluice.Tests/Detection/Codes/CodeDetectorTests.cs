using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

public class CodeDetectorTests
{
    private const string Text = "https://t.example/join?room=42";

    [Theory]
    [InlineData(100)]
    [InlineData(130)]
    [InlineData(220)]
    [InlineData(400)]
    public async Task A_code_on_a_cluttered_frame_is_read_and_placed(int size)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var (x, y) = (60 + (150 * seed), 40 + (60 * seed));
            using var frame = new TestPicture(1280, 720).Clutter(seed).Code(Text, x, y, size);

            var finding = Assert.Single(await DetectAsync(frame.Jpeg()));

            Assert.Equal((Text, "qrcode", 1.0), (finding.Content, finding.Kind, finding.Probability));
            AssertPlaced(new PixelBox(x, y, x + size, y + size), finding, 4);
        }
    }

    [Fact]
    public async Task A_small_frame_s_code_is_read()
    {
        using var frame = new TestPicture(320, 180).Clutter(7).Code("wx123", 200, 60, 80);

        Assert.Equal("wx123", Assert.Single(await DetectAsync(frame.Jpeg())).Content);
    }

    [Fact]
    public async Task A_turned_code_is_read()
    {
        using var frame = new TestPicture(1280, 720).Clutter(3).Code(Text, 500, 200, 200, angle: 30);

        Assert.Equal(Text, Assert.Single(await DetectAsync(frame.Jpeg())).Content);
    }

    [Fact]
    public async Task A_frame_that_ffmpeg_encoded_as_a_pull_does_gives_its_code()
    {
        using var frame = new TestPicture(1280, 720).Clutter(5).Code(Text, 800, 300, 120);
        string[] arguments = ["-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "mjpeg"];
        var jpeg = await FfmpegTool.ConvertAsync(frame.Png(), arguments, TestContext.Current.CancellationToken);

        var finding = Assert.Single(await DetectAsync(jpeg));

        Assert.Equal(Text, finding.Content);
        AssertPlaced(new PixelBox(800, 300, 920, 420), finding, 4);
    }

    [Fact]
    public async Task A_frame_larger_than_1920_has_its_code_at_the_frame_s_own_pixels()
    {
        using var frame = new TestPicture(3840, 2160).Clutter(2).Code(Text, 2400, 1200, 500);

        AssertPlaced(new PixelBox(2400, 1200, 2900, 1700), Assert.Single(await DetectAsync(frame.Jpeg())), 8);
    }

    [Fact]
    public async Task Two_codes_are_two_findings()
    {
        using var frame = new TestPicture(1280, 720).Clutter(4).Code("left", 100, 100, 160).Code("right", 900, 400, 160);

        var findings = await DetectAsync(frame.Jpeg());

        Assert.Equal(["left", "right"], findings.Select(finding => finding.Content).Order());
    }

    [Fact]
    public async Task A_frame_without_a_code_gives_nothing()
    {
        using var plain = new TestPicture(1280, 720, SKColors.White);
        using var cluttered = new TestPicture(1280, 720).Clutter(9);

        Assert.Empty(await DetectAsync(plain.Jpeg()));
        Assert.Empty(await DetectAsync(cluttered.Jpeg()));
    }

    [Theory]
    [InlineData("加微信 wx123 领取福利")]
    [InlineData("انضم إلينا الآن")]
    [InlineData("🎁 gift")]
    public async Task Content_in_any_script_comes_whole(string text)
    {
        using var frame = new TestPicture(1280, 720).Clutter(6).Code(text, 400, 200, 240);

        Assert.Equal(text, Assert.Single(await DetectAsync(frame.Jpeg())).Content);
    }

    [Fact]
    public async Task A_batch_is_answered_picture_by_picture_in_order()
    {
        using var detector = Installed();
        using var with = new TestPicture(640, 360).Code("one", 100, 100, 120);
        using var without = new TestPicture(640, 360);
        using var first = JpegDecoder.Decode(with.Jpeg());
        using var second = JpegDecoder.Decode(without.Jpeg());

        var findings = await detector.DetectAsync([second, first, second], TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 0], findings.Select(found => found.Count));
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_own_code()
    {
        using var detector = Installed();
        await Parallel.ForAsync(0, 24, TestContext.Current.CancellationToken, async (i, cancellationToken) =>
        {
            using var frame = new TestPicture(480, 270).Clutter(i).Code($"code {i}", 120, 60, 120);
            using var picture = JpegDecoder.Decode(frame.Jpeg());

            var found = await detector.DetectAsync([picture], cancellationToken);

            Assert.Equal($"code {i}", Assert.Single(found[0]).Content);
        });
    }

    [Fact]
    public void A_missing_library_makes_it_unavailable_and_says_what_to_install()
    {
        var missing = CodeDetector.Find(library: "libzbar-that-is-not-there.so.9");

        Assert.False(missing.IsAvailable);
        Assert.Contains("QRCODE", missing.RiskTypes);
        Assert.Contains("libzbar0", missing.Detail);
    }

    [Fact]
    public void An_installed_library_is_named_with_its_version()
    {
        var installed = CodeDetector.Find();
        using var detector = (CodeDetector)installed.Detector!;

        Assert.Matches(@"^libzbar 0\.\d+\.\d+$", installed.Detail);
    }

    private static CodeDetector Installed() => (CodeDetector)CodeDetector.Find().Detector!;

    private static async Task<IReadOnlyList<Finding>> DetectAsync(byte[] jpeg)
    {
        using var detector = Installed();
        using var picture = JpegDecoder.Decode(jpeg);
        return (await detector.DetectAsync([picture], TestContext.Current.CancellationToken))[0];
    }

    private static void AssertPlaced(PixelBox expected, Finding finding, int within)
    {
        var box = Assert.NotNull(finding.Location);
        Assert.InRange(box.X1, expected.X1 - within, expected.X1 + within);
        Assert.InRange(box.Y1, expected.Y1 - within, expected.Y1 + within);
        Assert.InRange(box.X2, expected.X2 - within, expected.X2 + within);
        Assert.InRange(box.Y2, expected.Y2 - within, expected.Y2 + within);
    }
}
