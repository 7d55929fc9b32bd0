using System.Diagnostics;
using System.Globalization;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Objects;

namespace Sluice.Benchmarks;

/// <summary>Processor time that seeing objects takes for a 720p frame, on one thread; and memory of the network.</summary>
internal static class ObjectsBenchmark
{
    private const int Rounds = 30;
    private const int Batch = 4;

    public static Task RunAsync()
    {
        Console.WriteLine("objects: a 720p frame, decoded; one thread, processor time");
        using var picture = Picture();
        var before = Resident();
        using var model = new OnnxModel(Path.Combine(ModelFolder.Default, ObjectDetector.ModelFile), ObjectDetector.Shape, 1, TimeProvider.System);
        var load = Time(model.Try);
        var loaded = Resident();
        var size = ObjectDetector.SizeOf(picture);
        var pixels = new float[size.Length];
        var scale = Median(() => ObjectDetector.Write(picture, pixels));
        var run = Median(() => Run(model, [picture], size));
        var find = Median(() => model.Run([picture], size, ObjectDetector.Write, maps => ObjectMaps.Find(maps[0], maps[1], size.Width / ObjectMaps.Step, 0.4f), CancellationToken.None)) - run;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  scale {scale:0.0} ms, network {run - scale:0.0} ms, finding peaks {Math.Max(0, find):0.0} ms; loading {load:0} ms; {(loaded - before) / 1e6:0} MB loaded, {(Resident() - before) / 1e6:0} MB at work"));
        var many = Enumerable.Repeat(picture, Batch).ToList();
        var together = Median(() => Run(model, many, size)) / Batch;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {Batch} frames together: {together:0.0} ms a frame; {(Resident() - before) / 1e6:0} MB"));
        return Task.CompletedTask;
    }

    private static int Run(OnnxModel model, IReadOnlyList<Picture> pictures, ModelShape size) =>
        model.Run(pictures, size, ObjectDetector.Write, maps => maps.Count, CancellationToken.None);

    private static double Median(Action action) => Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order().ElementAt(Rounds / 2);

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
