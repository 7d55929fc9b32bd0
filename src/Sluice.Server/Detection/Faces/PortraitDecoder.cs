using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Sluice.Server.Detection.Faces;

/// <summary>Reads pictures of faces that are looked for: of any kind that browsers show, the right way up.</summary>
internal static class PortraitDecoder
{
    /// <summary>Pixels on the long side of what comes of it.</summary>
    public const int MaxSide = 1280;

    /// <summary>Of the picture; above this it is refused, since a few bytes can claim any size and each pixel costs 4 bytes.</summary>
    public const int MaxPixels = 32_000_000;

    /// <param name="bytes">The file.</param>
    /// <param name="maxPixels">That it may have.</param>
    /// <exception cref="PictureException">It is no picture, damaged, cut off or too large.</exception>
    public static Picture Decode(ReadOnlySpan<byte> bytes, int maxPixels = MaxPixels)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new PictureException("it is no picture");
        if ((long)codec.Info.Width * codec.Info.Height > maxPixels)
        {
            throw new PictureException($"it has {codec.Info.Width}x{codec.Info.Height} pixels: at most {maxPixels}");
        }

        using var bitmap = Pixels(codec);
        return Upright(bitmap, codec.EncodedOrigin);
    }

    private static SKBitmap Pixels(SKCodec codec)
    {
        var scale = Math.Min(1f, (float)MaxSide / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(scale);
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success and var result)
        {
            bitmap.Dispose();
            throw new PictureException($"the picture cannot be read ({result})");
        }

        return bitmap;
    }

    private static Picture Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isTurned ? (bitmap.Height, bitmap.Width) : (bitmap.Width, bitmap.Height);
        var scale = Math.Min(1f, (float)MaxSide / Math.Max(width, height));
        using var upright = new SKBitmap(new SKImageInfo(
            Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)), SKColorType.Bgra8888, SKAlphaType.Opaque));
        upright.Erase(SKColors.Black);
        using (var canvas = new SKCanvas(upright))
        using (var image = SKImage.FromBitmap(bitmap))
        {
            canvas.Scale(scale);
            canvas.Concat(Turn(origin, width, height));
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return Copy(upright);
    }

    /// <summary>From how the pixels lie in the file to how they are meant to be seen.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static Picture Copy(SKBitmap bitmap)
    {
        var pixels = bitmap.Width * bitmap.Height;
        var (bgra, luma) = (ArrayPool<byte>.Shared.Rent(pixels * 4), ArrayPool<byte>.Shared.Rent(pixels));
        Marshal.Copy(bitmap.GetPixels(), bgra, 0, pixels * 4);
        Luma.FromBgra(bgra.AsSpan(0, pixels * 4), luma.AsSpan(0, pixels));
        return new Picture(bitmap.Width, bitmap.Height, bitmap.Width, bitmap.Height, bgra, luma);
    }
}
