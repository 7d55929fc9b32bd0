using QRCoder;
using SkiaSharp;

namespace Sluice.Benchmarks;

/// <summary>
/// A seeded set of frames with one QR code each, as streams show them: turned and tilted, blurred, compressed, on busy grounds, light on
/// dark, with little contrast, in uneven light. The same seed and size give the same frame.
/// </summary>
internal sealed class CodePictures
{
    public const int Width = 1280;
    public const int Height = 720;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Random _random;

    private CodePictures(int seed, int side)
    {
        _random = new Random((seed * 7919) + side);
        Side = side;
        Text = $"https://{Word(4, 9)}.example/{Word(2, 8)}?{Word(1, 3)}={Word(2, 16)}";
        Angle = Chance(0.3) ? 0 : Between(-45, 45);
        Tilt = Chance(0.3) ? Between(0.04, 0.12) : 0;
        Blur = Chance(0.4) ? 0 : Between(0.3, 1.1);
        IsInverted = Chance(0.15);
        Dark = (byte)(Chance(0.5) ? 0 : Between(0, 80));
        Light = (byte)(Chance(0.5) ? 255 : Between(160, 255));
        Quality = (int)Between(50, 90);
        IsBusy = Chance(0.7);
        Shade = Chance(0.2) ? Between(0.5, 0.8) : 1;
    }

    /// <summary>Of the code, in pixels, before it is turned; 0: there is none.</summary>
    public int Side { get; }

    public string Text { get; }

    /// <summary>In degrees.</summary>
    public double Angle { get; }

    /// <summary>How much shorter its far edge is.</summary>
    public double Tilt { get; }

    /// <summary>Standard deviation in pixels.</summary>
    public double Blur { get; }

    /// <summary>Light on dark.</summary>
    public bool IsInverted { get; }

    public byte Dark { get; }

    public byte Light { get; }

    /// <summary>Of the JPEG.</summary>
    public int Quality { get; }

    public bool IsBusy { get; }

    /// <summary>How bright the darker end of the frame is beside the brighter one.</summary>
    public double Shade { get; }

    public static (CodePictures Case, byte[] Jpeg) Draw(int seed, int side)
    {
        var drawn = new CodePictures(seed, side);
        return (drawn, drawn.Draw());
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Side} px, angle {Angle:0}, tilt {Tilt:0.00}, blur {Blur:0.0}, {(IsInverted ? "light on dark, " : "")}{Dark}..{Light}, quality {Quality}, {(IsBusy ? "busy, " : "")}shade {Shade:0.0}");

    private byte[] Draw()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        Ground(canvas);
        if (Side > 0)
            Code(canvas);
        if (Shade < 1)
        {
            using var light = SKShader.CreateLinearGradient(
                new SKPoint(0, 0), new SKPoint(Width, Height), [SKColors.White, Grey((byte)(255 * Shade))], SKShaderTileMode.Clamp);
            using var paint = new SKPaint { Shader = light, BlendMode = SKBlendMode.Multiply };
            canvas.DrawRect(0, 0, Width, Height, paint);
        }

        canvas.Flush();
        using var blurred = Blurred(bitmap);
        using var jpeg = blurred.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private void Ground(SKCanvas canvas)
    {
        canvas.Clear(new SKColor((uint)_random.Next() | 0xFF000000));
        for (var i = 0; i < (IsBusy ? 300 : 4); i++)
        {
            using var paint = new SKPaint { Color = new SKColor((uint)_random.Next() | 0xFF000000), IsAntialias = true };
            var (x, y) = (_random.Next(Width), _random.Next(Height));
            if (i % 2 == 0)
                canvas.DrawRect(x, y, _random.Next(5, Width / 6), _random.Next(5, Height / 6), paint);
            else
                canvas.DrawCircle(x, y, _random.Next(3, Height / 10), paint);
        }
    }

    private void Code(SKCanvas canvas)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        const int Quiet = 4;
        var count = data.ModuleMatrix.Count - (2 * Quiet);
        var module = (float)Side / count;
        var margin = module * _random.Next(2, 5);
        var reach = (Side * 0.75f) + margin;
        using var dark = new SKPaint { Color = Grey(IsInverted ? Light : Dark), IsAntialias = true };
        using var light = new SKPaint { Color = Grey(IsInverted ? Dark : Light), IsAntialias = true };

        canvas.Save();
        canvas.Translate((float)Between(reach, Width - reach), (float)Between(Math.Min(reach, Height / 2.0), Math.Max(Height - reach, Height / 2.0)));
        canvas.RotateDegrees((float)Angle);
        var tilt = new SKMatrix(1, 0, 0, 0, 1, 0, 0, (float)(Tilt / Side), 1);
        canvas.Concat(in tilt);
        canvas.Translate(-Side / 2f, -Side / 2f);
        canvas.DrawRect(-margin, -margin, Side + (2 * margin), Side + (2 * margin), light);
        using var modules = new SKPathBuilder();
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < count; column++)
            {
                if (data.ModuleMatrix[row + Quiet][column + Quiet])
                    modules.AddRect(SKRect.Create(column * module, row * module, module, module));
            }
        }

        using var path = modules.Detach();
        canvas.DrawPath(path, dark);
        canvas.Restore();
    }

    private SKImage Blurred(SKBitmap bitmap)
    {
        using var image = SKImage.FromBitmap(bitmap);
        using var surface = SKSurface.Create(bitmap.Info);
        using var filter = Blur > 0 ? SKImageFilter.CreateBlur((float)Blur, (float)Blur) : null;
        using var paint = new SKPaint { ImageFilter = filter };
        surface.Canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        return surface.Snapshot();
    }

    private static SKColor Grey(byte grey) => new(grey, grey, grey);

    private bool Chance(double of) => _random.NextDouble() < of;

    private double Between(double from, double to) => from + (_random.NextDouble() * (to - from));

    private string Word(int from, int to) =>
        string.Concat(Enumerable.Range(0, _random.Next(from, to + 1)).Select(_ => Letters[_random.Next(Letters.Length)]));
}
