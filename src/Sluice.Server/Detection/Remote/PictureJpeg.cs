using SkiaSharp;

namespace Sluice.Server.Detection.Remote;

/// <summary>Writes a picture for another machine.</summary>
internal static class PictureJpeg
{
    /// <summary>Pixels on the long side: models scale to less, and what is sent costs time.</summary>
    public const int LongestSide = 1024;

    private const int Quality = 85;

    public static unsafe byte[] Write(Picture picture)
    {
        fixed (byte* at = picture.Bgra.Span)
        {
            using var pixels = new SKPixmap(Info(picture.Width, picture.Height), (IntPtr)at);
            var side = Math.Max(picture.Width, picture.Height);
            return side > LongestSide ? Scaled(pixels, (double)LongestSide / side) : Encoded(pixels);
        }
    }

    private static byte[] Scaled(SKPixmap pixels, double scale)
    {
        using var smaller = new SKBitmap(Info(Math.Max(1, (int)(pixels.Width * scale)), Math.Max(1, (int)(pixels.Height * scale))));
        using var target = smaller.PeekPixels();
        return pixels.ScalePixels(target, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Nearest))
            ? Encoded(target)
            : throw new PictureException("The picture cannot be scaled.");
    }

    private static byte[] Encoded(SKPixmap pixels)
    {
        using var jpeg = pixels.Encode(SKEncodedImageFormat.Jpeg, Quality) ?? throw new PictureException("The picture cannot be written.");
        return jpeg.ToArray();
    }

    private static SKImageInfo Info(int width, int height) => new(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
}
