using System.Globalization;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Verdicts;

namespace Sluice.Benchmarks;

/// <summary>What is seen in recordings, a frame a second, by the default settings; and in a picture, with where it is.</summary>
internal static class ObjectsFootage
{
    public const string Name = "objects-footage";
    public const string BoxesName = "objects-boxes";

    public static async Task RunAsync(IReadOnlyList<string> files)
    {
        using var detector = Detector();
        foreach (var file in files)
        {
            var (frames, counts) = (0, new SortedDictionary<string, int>());
            foreach (var jpeg in await NudityFootage.FramesAsync(file))
            {
                frames++;
                var verdict = Policy.BuiltIn.Judge(await FindingsAsync(detector, jpeg), [.. detector.RiskTypes], [.. detector.BusinessTypes]);
                foreach (var label in verdict.Business.Select(label => label.Label).Select(label => $"{label.Label1} {label.Label2}"))
                    counts[label] = counts.GetValueOrDefault(label) + 1;
                foreach (var label in verdict.All.Select(label => $"VIOLENT {label.Label.Label3}"))
                    counts[label] = counts.GetValueOrDefault(label) + 1;
            }

            Console.WriteLine($"  {Path.GetFileName(file)}: {frames} frames: {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}");
        }
    }

    /// <param name="file">A picture.</param>
    /// <param name="target">The PNG to write, with a box around each thing.</param>
    public static async Task DrawAsync(string file, string target)
    {
        using var detector = Detector();
        using var bitmap = SKBitmap.Decode(file);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        using var canvas = new SKCanvas(bitmap);
        using var line = new SKPaint { Color = SKColors.Lime, IsStroke = true, StrokeWidth = 2 };
        foreach (var finding in await FindingsAsync(detector, jpeg.ToArray()))
        {
            var box = finding.Location!.Value;
            canvas.DrawRect(new SKRect(box.X1, box.Y1, box.X2, box.Y2), line);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {finding.Name ?? finding.Kind} {finding.Probability:0.00} [{box.X1}, {box.Y1}, {box.X2}, {box.Y2}]"));
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        await using var written = File.Create(target);
        png.SaveTo(written);
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(ObjectDetector detector, byte[] jpeg)
    {
        using var picture = JpegDecoder.Decode(jpeg, new FrameWants([.. detector.RiskTypes], [.. detector.BusinessTypes]));
        return (await detector.DetectAsync([picture], CancellationToken.None))[0];
    }

    private static ObjectDetector Detector() => (ObjectDetector?)ObjectDetector.Find(new DetectorSettings(TimeProvider.System)).Detector
        ?? throw new InvalidOperationException("There is no model: ./sluice doctor fetches it.");
}
