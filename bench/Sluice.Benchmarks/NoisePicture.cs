using SkiaSharp;

namespace Sluice.Benchmarks;

/// <summary>A frame of which no two pixels are alike: the most work that a JPEG of its size can be.</summary>
internal static class NoisePicture
{
    public static byte[] Jpeg(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        for (var i = 0; i < width * height; i++)
            bitmap.SetPixel(i % width, i / width, new SKColor((uint)(i * 2654435761) | 0xFF000000));
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 75);
        return jpeg.ToArray();
    }
}
