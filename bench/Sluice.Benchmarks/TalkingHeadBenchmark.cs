using System.Globalization;
using SkiaSharp;
using Sluice.Benchmarks.Text;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Text;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Benchmarks;

/// <summary>
/// Processor time that all detectors together take of a stream in which somebody talks: a portrait that moves a little before a still ground, with a
/// title and captions that change now and then. All image types are asked for.
/// </summary>
internal static class TalkingHeadBenchmark
{
    private const int Frames = 30;
    private const int Interval = 3;
    private const int CaptionFor = 5;

    public static Task RunAsync()
    {
        using var portrait = SKBitmap.Decode(Path.Combine(ModelFolder.Default, "..", "..", "tests", "Sluice.Tests", "Pictures", "astronaut.jpg"));
        var before = ProcessorTime.Resident();
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(i => Draw(portrait, i))];
        List<ReadingWork> work = [];
        using var catalog = DetectorCatalog.Find(new DetectorSettings(TimeProvider.System) { OnTextRead = work.Add });
        var wants = new FrameWants(TypeVocabulary.ImageRisk.Names, [.. catalog.Available.SelectMany(detector => detector.BusinessTypes).Distinct()])
        {
            Language = "en",
            Memory = new FrameMemory(TimeProvider.System),
        };
        var times = catalog.Available.ToDictionary(detector => detector.Name, _ => TimeSpan.Zero);
        var decoding = TimeSpan.Zero;
        foreach (var (jpeg, i) in frames.Select((jpeg, i) => (jpeg, i)))
        {
            Picture? picture = null;
            var decoded = ProcessorTime.Of(() => picture = JpegDecoder.Decode(jpeg, wants));
            using var shown = picture!;
            foreach (var detector in catalog.Available)
            {
                var took = ProcessorTime.Of(() => detector.DetectAsync([shown], CancellationToken.None).AsTask().GetAwaiter().GetResult());
                times[detector.Name] += i == 0 ? TimeSpan.Zero : took;
            }

            decoding += i == 0 ? TimeSpan.Zero : decoded;
        }

        Console.WriteLine($"talking head: 720p, {Frames - 1} frames after the first, a caption each {CaptionFor} frames; all image types; processor time a frame");
        Say("decoding", decoding);
        foreach (var (name, time) in times)
        {
            Say(name, time);
        }

        Say("all", decoding + times.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time));
        var later = work.Skip(1).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  of each frame {later.Average(each => each.Searched) / (1280 * 720):P0} is searched for text, and {later.Average(each => each.Lines):0.0} lines are read"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  memory of all models at work, with the library and this benchmark's frames: {(ProcessorTime.Resident() - before) / 1e6:0} MB"));
        return Task.CompletedTask;
    }

    private static void Say(string what, TimeSpan total)
    {
        var each = total.TotalMilliseconds / (Frames - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-12} {each,6:0.0} ms, {each / Interval / 10:0.0} % of a core at a frame in {Interval} s"));
    }

    private static byte[] Draw(SKBitmap portrait, int frame)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(1280, 720, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var ground = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(1280, 720), [SKColors.SteelBlue, SKColors.DarkSlateGray], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = ground };
        canvas.DrawPaint(paint);
        var (x, y) = (380 + (14 * MathF.Sin(frame * 1.7f)), 90 + (8 * MathF.Sin(frame * 2.3f)));
        canvas.DrawBitmap(portrait, new SKRect(x, y, x + 520, y + 520), new SKSamplingOptions(SKFilterMode.Linear), null);
        Write(canvas, "Evening talk with guests", 60, 70, 36);
        Write(canvas, $"Question {frame / CaptionFor} from the audience", 300, 670, 40);
        canvas.Flush();
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 75);
        return jpeg.ToArray();
    }

    private static void Write(SKCanvas canvas, string text, float left, float bottom, float size)
    {
        using var outline = ShapedText.Outline(text, TextFonts.For(text), size).Outline;
        using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Save();
        canvas.Translate(left, bottom);
        canvas.DrawPath(outline, ink);
        canvas.Restore();
    }
}
