using SkiaSharp;
using Sluice.Benchmarks.Text;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Text;

public sealed class TextBesideCodesTests
{
    [Theory]
    [InlineData("en", 0)]
    [InlineData("zh", 15)]
    [InlineData("ar", 0)]
    public async Task The_modules_of_a_code_are_no_text_and_a_caption_beside_it_is(string language, float angle)
    {
        using var rig = TextRig.Get();
        foreach (var (size, content) in ((int, string)[])[(160, "https://example.com/a"), (260, "https://example.com/" + new string('x', 120)), (400, "WIFI:T:WPA;S:home;P:secret;;"), (600, "tel:+441632960000")])
        {
            using var picture = new TestPicture(1280, 720, SKColors.DarkSlateBlue).Code(content, 640, 60, size, angle);
            var jpeg = Write(picture.Jpeg(), "Follow me tonight", 40, 640);

            Assert.Equal(["Follow me tonight"], TextRig.Said(await rig.SeeAloneAsync(jpeg, language)));
        }
    }

    [Fact]
    public async Task A_text_between_squares_that_only_look_like_those_of_a_code_is_read()
    {
        using var rig = TextRig.Get();
        using var picture = new TestPicture(1280, 720, SKColors.White);
        var jpeg = Write(Squares(picture).Jpeg(), "WeChat abc12345", 320, 360);

        Assert.Contains("WeChat abc12345", TextRig.Said(await rig.SeeAloneAsync(jpeg)));
    }

    [Fact]
    public void Squares_on_a_flat_ground_are_no_code_however_badly_the_text_between_them_reads()
    {
        using var squares = new TestPicture(1280, 720, SKColors.White);
        using var hidden = JpegDecoder.Decode(Write(Squares(squares).Jpeg(), "WeChat abc12345", 320, 360));
        using var code = new TestPicture(1280, 720, SKColors.White).Code("https://example.com/a", 300, 100, 400, 15);
        using var shown = JpegDecoder.Decode(code.Jpeg());

        Assert.Empty(CodePlaces.Find(hidden));
        Assert.NotEmpty(CodePlaces.Find(shown));
    }

    private static TestPicture Squares(TestPicture picture)
    {
        foreach (var (x, y) in ((int, int)[])[(200, 60), (760, 60), (200, 620)])
        {
            picture.Box(x - 35, y - 35, 70, 70, SKColors.Black).Box(x - 25, y - 25, 50, 50, SKColors.White).Box(x - 15, y - 15, 30, 30, SKColors.Black);
        }

        return picture;
    }

    private static byte[] Write(byte[] jpeg, string text, float left, float bottom)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint { Color = bitmap.GetPixel((int)left, (int)bottom).Red > 128 ? SKColors.Black : SKColors.White, IsAntialias = true };
        using var outline = ShapedText.Outline(text, TextFonts.For(text), 40).Outline;
        canvas.Translate(left, bottom);
        canvas.DrawPath(outline, ink);
        canvas.Flush();
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        return encoded.ToArray();
    }
}
