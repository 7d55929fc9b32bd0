using System.Globalization;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;

namespace Sluice.Benchmarks;

/// <summary>
/// Finds the picture that stands in for explicit ones in tests: ellipses of many colours that mean nothing to people and that both
/// networks hold to be pornographic. Hill climbing: one ellipse is changed at a time, and stays changed when the score has risen.
/// </summary>
internal static class NudityPictureSearch
{
    public const string Name = "nudity-picture";

    private const int Width = 640;
    private const int Height = 360;
    private const int Ellipses = 40;
    private const int Beginnings = 100;

    /// <summary>What the search ends at, of both networks, after the picture was a JPEG.</summary>
    private const float Enough = 0.98f;

    /// <summary>Where the large network begins to be asked.</summary>
    private const float Convinced = 0.9f;

    /// <param name="seed">The same seed finds the same picture, on the same processor and library.</param>
    /// <param name="target">The PNG to write.</param>
    public static void Run(int seed, string target)
    {
        var folder = ModelFolder.Default;
        using var first = new OnnxModel(Path.Combine(folder, NudityDetector.FirstFile), ModelShape.Square(224, NudityScores.Count), 1, TimeProvider.System);
        using var second = new OnnxModel(Path.Combine(folder, NudityDetector.SecondFile), ModelShape.Square(299, NudityScores.Count), 1, TimeProvider.System);
        var random = new Random(seed);
        var best = Enumerable.Range(0, Beginnings)
            .Select(_ => Enumerable.Range(0, Ellipses).Select(_ => Ellipse.Random(random)).ToArray())
            .MaxBy(ellipses => Score(first, ellipses))!;
        var (bestFirst, bestSecond) = (Score(first, best), 0f);
        for (var step = 0; bestFirst < Enough || bestSecond < Enough; step++)
        {
            var next = (Ellipse[])best.Clone();
            var at = random.Next(next.Length);
            next[at] = random.Next(3) == 0 ? Ellipse.Random(random) : next[at].Changed(random);
            var nextFirst = Score(first, next);
            // The large one is slow: it is asked once the small one is convinced, and only of what that still likes.
            if (nextFirst < Math.Min(bestFirst, Convinced))
                continue;
            var nextSecond = nextFirst < Convinced ? 0 : Score(second, next);
            if (Worth(nextFirst, nextSecond) < Worth(bestFirst, bestSecond))
                continue;
            (best, bestFirst, bestSecond) = (next, nextFirst, nextSecond);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step}: {bestFirst:0.0000} {bestSecond:0.0000}"));
        }

        using var bitmap = Draw(best);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var file = File.Create(target);
        png.SaveTo(file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {bestFirst:0.0000} {bestSecond:0.0000}"));
    }

    private static float Worth(float first, float second) => Math.Min(first, Enough) * (0.001f + Math.Min(second, Enough));

    private static float Score(OnnxModel model, Ellipse[] ellipses)
    {
        using var bitmap = Draw(ellipses);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 75);
        using var picture = JpegDecoder.Decode(jpeg.ToArray());
        var (width, height) = (model.Shape.Width, model.Shape.Height);
        var numbers = model.Run(
            [picture], (one, target) => PictureTensor.Write(one, width, height, PixelRange.ZeroToOne, target), CancellationToken.None);
        return NudityScores.From(numbers[0]).Porn;
    }

    private static SKBitmap Draw(Ellipse[] ellipses)
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.Gray);
        using var canvas = new SKCanvas(bitmap);
        foreach (var ellipse in ellipses)
        {
            using var paint = new SKPaint { Color = ellipse.Color, IsAntialias = true };
            canvas.Save();
            canvas.RotateDegrees(ellipse.Angle, ellipse.X, ellipse.Y);
            canvas.DrawOval(ellipse.X, ellipse.Y, ellipse.RadiusX, ellipse.RadiusY, paint);
            canvas.Restore();
        }

        return bitmap;
    }

    private readonly record struct Ellipse(float X, float Y, float RadiusX, float RadiusY, float Angle, SKColor Color)
    {
        public static Ellipse Random(Random random) => new(
            random.Next(Width), random.Next(Height), random.Next(8, 200), random.Next(8, 120), random.Next(180), Tone(random));

        public Ellipse Changed(Random random) => random.Next(3) switch
        {
            0 => this with { X = X + Step(random, 60), Y = Y + Step(random, 60) },
            1 => this with { RadiusX = Math.Max(4, RadiusX + Step(random, 40)), RadiusY = Math.Max(4, RadiusY + Step(random, 40)), Angle = Angle + Step(random, 30) },
            _ => this with { Color = new SKColor(Mixed(Color.Red, random), Mixed(Color.Green, random), Mixed(Color.Blue, random), Color.Alpha) },
        };

        // Where the search begins, which shortens it: the colours of skin.
        private static SKColor Tone(Random random)
        {
            var red = random.Next(60, 256);
            return new SKColor((byte)red, (byte)(red * random.Next(50, 90) / 100), (byte)(red * random.Next(35, 80) / 100), (byte)random.Next(80, 256));
        }

        private static int Step(Random random, int most) => random.Next(-most, most + 1);

        private static byte Mixed(byte channel, Random random) => (byte)Math.Clamp(channel + Step(random, 60), 0, 255);
    }
}
