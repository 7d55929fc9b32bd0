using SkiaSharp;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Detection.Faces;

/// <summary>Photographs with one face, with none, and frames that hold them.</summary>
internal static class FacePictures
{
    /// <summary>512 by 512, with a woman's face of about 105 pixels around 224, 127.</summary>
    public static byte[] Astronaut { get; } = Read("astronaut.jpg");

    /// <summary>512 by 512, with a man's face from the side of about 75 pixels.</summary>
    public static byte[] Photographer { get; } = Read("camera.jpg");

    /// <summary>The face of a cat.</summary>
    public static byte[] Cat { get; } = Read("chelsea.jpg");

    /// <summary>A grey frame with photographs in it, each a square at a place.</summary>
    public static byte[] Frame(int width, int height, params (byte[] Photograph, int X, int Y, int Side)[] parts)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.SlateGray);
        using (var canvas = new SKCanvas(bitmap))
        {
            foreach (var (photograph, x, y, side) in parts)
            {
                using var image = SKImage.FromEncodedData(photograph);
                canvas.DrawImage(image, SKRect.Create(x, y, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            }
        }

        return Encode(bitmap, SKEncodedImageFormat.Jpeg, TestPicture.FrameQuality);
    }

    /// <summary>As in a mirror.</summary>
    public static byte[] Mirrored(byte[] photograph) => Drawn(photograph, (canvas, width) =>
    {
        canvas.Scale(-1, 1);
        canvas.Translate(-width, 0);
    });

    /// <summary>The square of so many pixels at a place, scaled, in few bytes.</summary>
    public static byte[] Thumbnail(byte[] photograph, int x, int y, int side, int to, int quality)
    {
        using var image = SKImage.FromEncodedData(photograph);
        using var bitmap = new SKBitmap(new SKImageInfo(to, to, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.DrawImage(
                image, SKRect.Create(x, y, side, side), SKRect.Create(0, 0, to, to), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return Encode(bitmap, SKEncodedImageFormat.Webp, quality);
    }

    /// <summary>The same photograph turned on its side, with the mark by which cameras say so.</summary>
    public static byte[] OnItsSide(byte[] photograph)
    {
        var turned = Drawn(photograph, (canvas, width) =>
        {
            canvas.RotateDegrees(-90);
            canvas.Translate(-width, 0);
        });

        // An Exif segment with one entry: orientation 6, to be turned right by 90 degrees.
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        return [.. turned[..2], .. exif, .. turned[2..]];
    }

    private static byte[] Drawn(byte[] photograph, Action<SKCanvas, int> transform)
    {
        using var image = SKImage.FromEncodedData(photograph);
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            transform(canvas, image.Width);
            canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        }

        return Encode(bitmap, SKEncodedImageFormat.Jpeg, 85);
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(DocumentationTests.Root, "tests", "Sluice.Tests", "Pictures", name));
}
