using SkiaSharp;
using Sluice.Server.Detection;

namespace Sluice.Cli.Judging;

/// <summary>A small picture of a frame, with boxes around what was seen: red for risks, green for the rest.</summary>
internal static class Thumbnail
{
    /// <summary>Pixels on the longer side.</summary>
    public const int Side = 480;

    private const int Quality = 85;

    public static byte[] Draw(JudgedMedia judged)
    {
        using var frame = SKBitmap.Decode(judged.Frame.Jpeg) ?? throw new MediaFileException("a frame of it cannot be decoded");
        var scale = Math.Min(1f, (float)Side / Math.Max(frame.Width, frame.Height));
        using var small = new SKBitmap(new SKImageInfo(
            Math.Max(1, (int)(frame.Width * scale)), Math.Max(1, (int)(frame.Height * scale)), SKColorType.Bgra8888, SKAlphaType.Opaque));
        frame.ScalePixels(small, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using (var canvas = new SKCanvas(small))
        {
            Mark(canvas, judged.Verdict.Business.SelectMany(label => label.Findings), SKColors.LimeGreen, scale);
            Mark(canvas, judged.Verdict.All.SelectMany(label => label.Findings), SKColors.Red, scale);
        }

        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private static void Mark(SKCanvas canvas, IEnumerable<Finding> findings, SKColor color, float scale)
    {
        using var line = new SKPaint { Color = color, Style = SKPaintStyle.Stroke, StrokeWidth = 2 };
        foreach (var box in findings.Select(finding => finding.Location).OfType<PixelBox>())
        {
            canvas.DrawRect(box.X1 * scale, box.Y1 * scale, (box.X2 - box.X1) * scale, (box.Y2 - box.Y1) * scale, line);
        }
    }
}
