using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public sealed class ColourInkTests
{
    private const int Left = 200;
    private const int Top = 100;
    private const int High = 60;

    /// <summary>Ground, outline and letters; of the second set the outline is as light as the ground is, the letters as the first's ground.</summary>
    public static TheoryData<uint, uint, uint> Colours => new()
    {
        { 0xff206020, 0xff000000, 0xffffffff },
        { 0xfff0f0c0, 0xffffffff, 0xffc02020 },
        { 0xff3060c0, 0xffffffff, 0xff202020 },
    };

    [Theory]
    [MemberData(nameof(Colours))]
    public void Letters_are_told_from_their_outline_and_the_ground(uint ground, uint outline, uint letters)
    {
        using var picture = JpegDecoder.Decode(Bars(new SKColor(ground), new SKColor(outline), new SKColor(letters)));
        var box = new TextBox(new(Left, Top), new(400, 0), new(0, High), 1);

        var ink = ColourInk.Of(LineCrop.Of(picture, box));

        // In the middle of a bar, in its outline, and between two bars.
        Assert.InRange(Mean(ink, 40), 0.9f, 1);
        Assert.InRange(Mean(ink, 25), 0, 0.2f);
        Assert.InRange(Mean(ink, 80), 0, 0.1f);
    }

    /// <summary>Around a place in pixels from the line's left.</summary>
    private static float Mean(LineInk ink, int at) =>
        ink.Mean(LineCrop.Around + at - 2, (LineCrop.Height / 2) - 4, LineCrop.Around + at + 2, (LineCrop.Height / 2) + 4);

    /// <summary>Upright bars, 20 wide and 80 apart, with an outline of 10.</summary>
    private static byte[] Bars(SKColor ground, SKColor outline, SKColor letters)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(800, 300, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(ground);
        using var paint = new SKPaint();
        for (var bar = 0; bar < 5; bar++)
        {
            paint.Color = outline;
            canvas.DrawRect(Left + 20 + (bar * 80), Top + 4, 40, High - 8, paint);
            paint.Color = letters;
            canvas.DrawRect(Left + 30 + (bar * 80), Top + 12, 20, High - 24, paint);
        }

        canvas.Flush();
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return jpeg.ToArray();
    }
}
