using SkiaSharp;
using Sluice.Server.Detection;

namespace Sluice.Tests.Detection.Objects;

/// <summary>
/// A drawn kitchen knife on plain ground. Its measures were found by trying many: the network holds few drawings to be a knife.
/// </summary>
internal static class KnifePicture
{
    private const float Angle = 137.3f;
    private const float BladeLength = 192.5f;
    private const float BladeHalf = 14;
    private const float Tip = 33.9f;
    private const float HandleLength = 112.9f;
    private const float HandleHeight = 13.1f;
    private static readonly SKPoint Middle = new(292.3f, 242.9f);

    /// <summary>Where it is.</summary>
    public static PixelBox Place { get; } = new(146, 158, 380, 378);

    /// <summary>As a frame.</summary>
    public static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(640, 480, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(0xFFC8B496));
        canvas.Translate(Middle);
        canvas.RotateDegrees(Angle);
        DrawBlade(canvas);
        using var handle = new SKPaint { IsAntialias = true, Color = new SKColor(0xFF273E25) };
        canvas.DrawRoundRect(-HandleLength, -HandleHeight / 2, HandleLength + 2, HandleHeight, 8, 8, handle);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
        return jpeg.ToArray();
    }

    private static void DrawBlade(SKCanvas canvas)
    {
        using var outline = new SKPathBuilder();
        outline.MoveTo(0, -BladeHalf);
        outline.LineTo(BladeLength - Tip, -BladeHalf);
        outline.CubicTo(BladeLength - (Tip / 2), -BladeHalf * 0.7f, BladeLength - (Tip / 4), 0, BladeLength, BladeHalf);
        outline.LineTo(0, BladeHalf);
        outline.Close();
        using var blade = outline.Detach();
        using var shine = SKShader.CreateLinearGradient(
            new SKPoint(0, -BladeHalf),
            new SKPoint(0, BladeHalf),
            [new SKColor(150, 155, 160), new SKColor(225, 228, 232), new SKColor(185, 190, 195)],
            [0, 0.6f, 1],
            SKShaderTileMode.Clamp);
        using var steel = new SKPaint { IsAntialias = true, Shader = shine };
        canvas.DrawPath(blade, steel);
    }
}
