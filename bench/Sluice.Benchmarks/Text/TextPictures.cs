using SkiaSharp;

namespace Sluice.Benchmarks.Text;

/// <summary>
/// A seeded set of frames with lines of text as streams show them: many fonts, sizes and colours, with outlines, with shadows, on bands, on busy
/// grounds and on photographs' gradients, compressed. The same seed, size and language give the same frame.
/// </summary>
internal sealed class TextPictures
{
    public const int Width = 1280;
    public const int Height = 720;

    private readonly Random _random;
    private readonly string _language;
    private readonly float _size;
    private readonly List<(string Text, string How, SKRect Place)> _lines = [];

    private TextPictures(int seed, string language, float size, int lines)
    {
        (_random, _language, _size) = (new Random((seed * 7919) + (int)size + (language[0] * 31)), language, size);
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        Ground(canvas);
        for (var i = 0; i < lines; i++)
        {
            Line(canvas, bitmap, (Height * (i + 0.5f) / lines) + (_size / 3));
        }

        canvas.Flush();
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, _random.Next(50, 91));
        Jpeg = jpeg.ToArray();
    }

    public byte[] Jpeg { get; }

    /// <summary>What is written, from top to bottom, how, and where.</summary>
    public IReadOnlyList<(string Text, string How, SKRect Place)> Lines => _lines;

    /// <param name="seed">Which of the set.</param>
    /// <param name="language">zh, en or ar.</param>
    /// <param name="size">Of letters: pixels from line to line of their font.</param>
    /// <param name="lines">How many.</param>
    public static TextPictures Draw(int seed, string language, float size, int lines) => new(seed, language, size, lines);

    private void Ground(SKCanvas canvas)
    {
        using var gradient = SKShader.CreateLinearGradient(
            new SKPoint(_random.Next(Width), 0), new SKPoint(_random.Next(Width), Height), [Colour(), Colour()], SKShaderTileMode.Clamp);
        using var ground = new SKPaint { Shader = gradient };
        canvas.DrawPaint(ground);
        for (var i = 0; i < (_random.Next(10) < 6 ? _random.Next(20, 120) : 0); i++)
        {
            using var paint = new SKPaint { Color = Colour().WithAlpha((byte)_random.Next(60, 255)), IsAntialias = true };
            var (x, y) = (_random.Next(Width), _random.Next(Height));
            if (i % 2 == 0)
                canvas.DrawRect(x, y, _random.Next(20, Width / 5), _random.Next(20, Height / 5), paint);
            else
                canvas.DrawCircle(x, y, _random.Next(10, Height / 8), paint);
        }
    }

    private void Line(SKCanvas canvas, SKBitmap bitmap, float base_)
    {
        var fonts = TextFonts.Of(_language);
        var (name, typeface) = fonts[_random.Next(fonts.Count)];
        var text = TextWords.Line(_language, _random);
        var (outline, width) = ShapedText.Outline(text, typeface, _size);
        while (width > Width - 40)
        {
            outline.Dispose();
            text = TextWords.Line(_language, _random);
            (outline, width) = ShapedText.Outline(text, typeface, _size);
        }

        using var drawn = outline;
        var x = 20 + ((float)_random.NextDouble() * (Width - 40 - width));
        var place = outline.TightBounds;
        place.Offset(x, base_);
        var style = _random.Next(3);
        canvas.Save();
        canvas.Translate(x, base_);
        var light = _random.Next(2) == 0;
        var colour = Ink(light);
        if (style == 0)
        {
            // An outline as players of karaoke have it.
            using var around = new SKPaint { Color = Ink(!light), Style = SKPaintStyle.Stroke, StrokeWidth = _size / 7, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };
            canvas.DrawPath(drawn, around);
        }
        else if (style == 1)
        {
            using var band = new SKPaint { Color = Ink(!light).WithAlpha((byte)_random.Next(200, 256)) };
            var box = outline.TightBounds;
            box.Inflate(_size / 4, _size / 5);
            canvas.DrawRect(box, band);
        }
        else
        {
            // Plain, in what stands out of the ground.
            canvas.Flush();
            colour = Ink(Brightness(bitmap, place) < 128);
        }

        using var ink = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawPath(drawn, ink);
        canvas.Restore();
        _lines.Add((text, $"{name}, {(string[])["outline", "band", "plain"] switch { var styles => styles[style] }}", place));
    }

    private static double Brightness(SKBitmap bitmap, SKRect place)
    {
        var (sum, count) = (0.0, 0);
        for (var y = (int)Math.Max(0, place.Top); y < Math.Min(Height, place.Bottom); y += 3)
        {
            for (var x = (int)Math.Max(0, place.Left); x < Math.Min(Width, place.Right); x += 5)
            {
                var pixel = bitmap.GetPixel(x, y);
                sum += (0.3 * pixel.Red) + (0.59 * pixel.Green) + (0.11 * pixel.Blue);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    /// <summary>Light or dark, of any hue.</summary>
    private SKColor Ink(bool light) => SKColor.FromHsl(_random.Next(360), _random.Next(0, 101), light ? _random.Next(85, 101) : _random.Next(0, 18));

    private SKColor Colour() => SKColor.FromHsl(_random.Next(360), _random.Next(10, 90), _random.Next(15, 85));
}
