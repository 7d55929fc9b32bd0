using System.Buffers;
using SkiaSharp;

namespace Sluice.Server.Detection;

/// <summary>Turns a frame's JPEG into the <see cref="Picture"/> that detectors see.</summary>
internal static class JpegDecoder
{
    /// <summary>
    /// Pixels on the long side of a picture. A larger frame is scaled down, in eighths, while it is decoded: that is cheaper
    /// than decoding it whole.
    /// </summary>
    public const int MaxSide = 1920;

    /// <summary>Pixels on the long side of a frame; above this it is refused, since a few bytes can claim any size.</summary>
    public const int MaxFrameSide = 16384;

    /// <param name="jpeg">The frame.</param>
    /// <param name="wants">What is asked of it; null: nothing.</param>
    /// <param name="stillFor">How long the stream's picture has been as it is.</param>
    /// <exception cref="PictureException">It is no JPEG, damaged, cut off or too large.</exception>
    public static unsafe Picture Decode(ReadOnlyMemory<byte> jpeg, FrameWants? wants = null, TimeSpan stillFor = default)
    {
        if (jpeg.IsEmpty)
        {
            throw new PictureException("The frame is empty.");
        }

        using var pin = jpeg.Pin();
        using var data = SKData.Create((IntPtr)pin.Pointer, jpeg.Length);
        using var codec = SKCodec.Create(data);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Jpeg })
        {
            throw new PictureException("The frame is not a JPEG.");
        }

        var (frameWidth, frameHeight) = (codec.Info.Width, codec.Info.Height);
        var size = SizeFor(codec, Math.Max(frameWidth, frameHeight));
        return Read(codec, size, new SKSizeI(frameWidth, frameHeight), wants ?? FrameWants.Nothing, stillFor);
    }

    private static SKSizeI SizeFor(SKCodec codec, int side)
    {
        if (side > MaxFrameSide)
        {
            throw new PictureException($"The frame is {codec.Info.Width}x{codec.Info.Height}: at most {MaxFrameSide} a side.");
        }

        var eighths = Math.Max(1, 8 * MaxSide / side);
        return eighths >= 8 ? codec.Info.Size : codec.GetScaledDimensions(eighths / 8f);
    }

    private static unsafe Picture Read(SKCodec codec, SKSizeI size, SKSizeI frame, FrameWants wants, TimeSpan stillFor)
    {
        var pixels = size.Width * size.Height;
        var bgra = ArrayPool<byte>.Shared.Rent(pixels * 4);
        var luma = ArrayPool<byte>.Shared.Rent(pixels);
        var picture = new Picture(size.Width, size.Height, frame.Width, frame.Height, bgra, luma) { Wants = wants, StillFor = stillFor };
        try
        {
            SKCodecResult result;
            fixed (byte* at = bgra)
            {
                // No colour space: the values stay as they were encoded.
                var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
                result = codec.GetPixels(info, (IntPtr)at);
            }

            if (result != SKCodecResult.Success)
            {
                throw new PictureException($"The frame's JPEG cannot be read ({result}).");
            }

            Luma.FromBgra(bgra.AsSpan(0, pixels * 4), luma.AsSpan(0, pixels));
            return picture;
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }
}
