using QRCoder;
using SkiaSharp;

namespace Sluice.Tests.Detection;

/// <summary>Draws frames with known things at known places.</summary>
internal sealed class TestPicture : IDisposable
{
    /// <summary>About what ffmpeg's <c>-q:v 5</c> gives.</summary>
    public const int FrameQuality = 75;

    private readonly SKBitmap _bitmap;

    public TestPicture(int width, int height, SKColor? background = null)
    {
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        _bitmap.Erase(background ?? SKColors.SlateGray);
    }

    /// <summary>Boxes and circles of all colours and sizes, the same for the same seed.</summary>
    public TestPicture Clutter(int seed)
    {
        var random = new Random(seed);
        using var canvas = new SKCanvas(_bitmap);
        for (var i = 0; i < 300; i++)
        {
            using var paint = new SKPaint { Color = new SKColor((uint)random.Next() | 0xFF000000) };
            var (x, y) = (random.Next(_bitmap.Width), random.Next(_bitmap.Height));
            if (i % 2 == 0)
            {
                canvas.DrawRect(x, y, random.Next(5, _bitmap.Width / 6), random.Next(5, _bitmap.Height / 6), paint);
            }
            else
            {
                canvas.DrawCircle(x, y, random.Next(3, _bitmap.Height / 10), paint);
            }
        }

        return this;
    }

    /// <summary>Every pixel of any colour, the same for the same seed.</summary>
    public TestPicture Noise(int seed)
    {
        var random = new Random(seed);
        _bitmap.Pixels = [.. Enumerable.Range(0, _bitmap.Width * _bitmap.Height).Select(_ => new SKColor((uint)random.Next() | 0xFF000000))];
        return this;
    }

    public TestPicture Box(int x, int y, int width, int height, SKColor color)
    {
        using var canvas = new SKCanvas(_bitmap);
        using var paint = new SKPaint { Color = color };
        canvas.DrawRect(x, y, width, height, paint);
        return this;
    }

    /// <summary>A QR code whose modules begin at x, y and are <paramref name="size"/> pixels wide, on a white border.</summary>
    public TestPicture Code(string text, int x, int y, int size, float angle = 0)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        const int Quiet = 4;
        var count = data.ModuleMatrix.Count - (2 * Quiet);
        var module = (float)size / count;
        using var canvas = new SKCanvas(_bitmap);
        using var white = new SKPaint { Color = SKColors.White };
        using var black = new SKPaint { Color = SKColors.Black };
        canvas.RotateDegrees(angle, x + (size / 2f), y + (size / 2f));
        canvas.DrawRect(x - (2 * module), y - (2 * module), size + (4 * module), size + (4 * module), white);
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < count; column++)
            {
                if (data.ModuleMatrix[row + Quiet][column + Quiet])
                {
                    canvas.DrawRect(x + (column * module), y + (row * module), module, module, black);
                }
            }
        }

        return this;
    }

    public byte[] Jpeg(int quality = FrameQuality) => Encode(SKEncodedImageFormat.Jpeg, quality);

    public byte[] Png() => Encode(SKEncodedImageFormat.Png, 100);

    public void Dispose() => _bitmap.Dispose();

    private byte[] Encode(SKEncodedImageFormat format, int quality)
    {
        using var data = _bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
