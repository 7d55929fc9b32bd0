using System.Diagnostics;
using System.Globalization;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;

namespace Sluice.Benchmarks;

/// <summary>Processor time that judging nudity takes for a 720p frame, on one thread, scaling included; and memory of the networks.</summary>
internal static class NudityBenchmark
{
    private const int Rounds = 30;

    public static Task RunAsync()
    {
        Console.WriteLine("nudity: a 720p frame, decoded; one thread, processor time");
        using var picture = Picture();
        Measure("first (MobileNetV2)", NudityDetector.FirstFile, 224, picture, Rounds);
        Measure("second (InceptionV3)", NudityDetector.SecondFile, 299, picture, Rounds / 3);
        return Task.CompletedTask;
    }

    private static void Measure(string name, string file, int side, Picture picture, int rounds)
    {
        var before = Resident();
        using var model = new OnnxModel(Path.Combine(ModelFolder.Default, file), ModelShape.Square(side, NudityScores.Count), 1, TimeProvider.System);
        var pixels = new float[side * side * 3];
        var load = Time(model.Try);
        var scale = Enumerable.Range(0, rounds).Select(_ => Time(() => PictureTensor.Write(picture, side, side, PixelRange.ZeroToOne, pixels))).Order().ElementAt(rounds / 2);
        var run = Enumerable.Range(0, rounds).Select(_ => Time(() => model.Run(pixels, 1, CancellationToken.None))).Order().ElementAt(rounds / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-21} scale {scale,5:0.0} ms, network {run,6:0.0} ms; loading {load:0} ms, {(Resident() - before) / 1e6:0} MB"));
    }

    private static double Time(Action action)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        action();
        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds;
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static Picture Picture()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(1280, 720, SKColorType.Bgra8888, SKAlphaType.Opaque));
        for (var i = 0; i < 1280 * 720; i++)
            bitmap.SetPixel(i % 1280, i / 1280, new SKColor((uint)(i * 2654435761) | 0xFF000000));
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 75);
        return JpegDecoder.Decode(jpeg.ToArray());
    }
}
