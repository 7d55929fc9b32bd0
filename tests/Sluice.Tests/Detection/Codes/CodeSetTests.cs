using Sluice.Benchmarks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

/// <summary>A part of the set that <c>Sluice.Benchmarks -- codes</c> measures: turned, tilted, blurred, light on dark, faint.</summary>
public sealed class CodeSetTests
{
    [Theory]
    [InlineData(100, 19)]
    [InlineData(160, 19)]
    [InlineData(400, 19)]
    public void Codes_of_100_pixels_and_more_are_read_however_they_are_shown(int side, int least)
    {
        using var reader = new CodeReader(bars: false);
        List<string> missed = [];
        for (var seed = 1000; seed < 1020; seed++)
        {
            var (drawn, jpeg) = CodePictures.Draw(seed, side);
            using var picture = JpegDecoder.Decode(jpeg);
            if (!reader.Read(picture.Luma.Span, picture.Width, picture.Height).Any(symbol => symbol.Content == drawn.Text))
            {
                missed.Add($"{drawn}");
            }
        }

        Assert.True(20 - missed.Count >= least, string.Join('\n', missed));
    }

    [Fact]
    public async Task A_code_is_read_light_on_dark_and_in_a_mirror_and_in_its_place()
    {
        using var drawn = new TestPicture(1280, 720).Clutter(3).Code("https://t.example/join", 500, 200, 200);
        foreach (var filter in (string[])["negate", "hflip"])
        {
            var jpeg = await FfmpegTool.ConvertAsync(
                drawn.Png(), ["-vf", filter, "-q:v", "5", "-f", "mjpeg"], TestContext.Current.CancellationToken);
            using var detector = (CodeDetector)CodeDetector.Find().Detector!;
            using var picture = JpegDecoder.Decode(jpeg);

            var finding = Assert.Single((await detector.DetectAsync([picture], TestContext.Current.CancellationToken))[0]);

            Assert.Equal("https://t.example/join", finding.Content);
            var box = Assert.NotNull(finding.Location);
            var left = filter == "hflip" ? 1280 - 700 : 500;
            Assert.InRange(box.X1, left - 5, left + 5);
            Assert.InRange(box.X2, left + 195, left + 205);
            Assert.InRange(box.Y1, 195, 205);
            Assert.InRange(box.Y2, 395, 405);
        }
    }
}
