using System.Buffers;
using SkiaSharp;

namespace Sluice.Server.Detection.Unchanged;

/// <summary>Reads a JPEG at an eighth of its size, which takes a small part of the time that reading it whole takes.</summary>
internal static class SignatureReader
{
    private const float Eighth = 0.125f;

    /// <summary>Cells of a signature: a frame of 1920 by 1920 has fewer. Larger ones are judged each time.</summary>
    private const int MaxCells = 240 * 240;

    /// <returns>Null: it is no JPEG, damaged, or too large.</returns>
    public static unsafe PictureSignature? Read(ReadOnlyMemory<byte> jpeg)
    {
        if (jpeg.IsEmpty)
        {
            return null;
        }

        using var pin = jpeg.Pin();
        using var data = SKData.Create((IntPtr)pin.Pointer, jpeg.Length);
        using var codec = SKCodec.Create(data);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Jpeg })
        {
            return null;
        }

        var size = codec.GetScaledDimensions(Eighth);
        var cells = (long)size.Width * size.Height;
        return cells > MaxCells ? null : Read(codec, size);
    }

    private static unsafe PictureSignature? Read(SKCodec codec, SKSizeI size)
    {
        var length = size.Width * size.Height * 4;
        var bgra = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            fixed (byte* at = bgra)
            {
                var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
                return codec.GetPixels(info, (IntPtr)at) == SKCodecResult.Success
                    ? PictureSignature.Of(bgra.AsSpan(0, length), size.Width, size.Height)
                    : null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bgra);
        }
    }
}
