using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

public sealed class BarCodeTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_product_s_number_is_read_and_placed(int module)
    {
        var modules = Bars.Ean13("400638133393");
        using var frame = new TestPicture(1280, 720).Clutter(module).Bar(modules, 300, 200, module, 100);

        var finding = Assert.Single(await DetectAsync(frame));

        Assert.Equal(("barcode", "4006381333931", null), (finding.Kind, finding.Content, finding.Name));
        var box = Assert.NotNull(finding.Location);
        Assert.InRange(box.X1, 296, 304);
        Assert.InRange(box.X2, 296 + (modules.Length * module), 304 + (modules.Length * module));
        Assert.InRange(box.Y1, 196, 206);
        Assert.InRange(box.Y2, 294, 304);
    }

    [Fact]
    public async Task A_code_of_letters_is_read()
    {
        using var frame = new TestPicture(1280, 720).Clutter(3).Bar(Bars.Code39("ROOM-42"), 200, 300, 3, 80);

        Assert.Equal(("barcode", "ROOM-42"), await OnlyAsync(frame));
    }

    [Fact]
    public async Task A_bar_code_beside_a_qr_code_is_found_too()
    {
        using var frame = new TestPicture(1280, 720).Bar(Bars.Code39("ROOM-42"), 100, 500, 2, 80).Code("https://t.example/join", 900, 100, 150);

        Assert.Equal(["barcode", "qrcode"], (await DetectAsync(frame)).Select(finding => finding.Kind).Order());
    }

    [Fact]
    public async Task Bar_codes_can_be_left_alone()
    {
        using var frame = new TestPicture(1280, 720).Bar(Bars.Code39("ROOM-42"), 200, 300, 3, 80);

        Assert.Empty(await DetectAsync(frame, new CodeOptions { BarCodes = false }));
    }

    [Fact]
    public async Task Clutter_holds_no_bar_codes()
    {
        for (var seed = 100; seed < 130; seed++)
        {
            using var frame = new TestPicture(640, 360).Clutter(seed);
            Assert.Empty(await DetectAsync(frame));
        }
    }

    private static async Task<(string Kind, string? Content)> OnlyAsync(TestPicture frame)
    {
        var finding = Assert.Single(await DetectAsync(frame));
        return (finding.Kind, finding.Content);
    }

    private static async Task<IReadOnlyList<Finding>> DetectAsync(TestPicture frame, CodeOptions? options = null)
    {
        using var detector = (CodeDetector)CodeDetector.Find(options).Detector!;
        using var picture = JpegDecoder.Decode(frame.Jpeg());
        return (await detector.DetectAsync([picture], TestContext.Current.CancellationToken))[0];
    }
}
