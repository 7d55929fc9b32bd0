using System.Diagnostics;
using System.Globalization;
using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;

namespace Sluice.Benchmarks;

/// <summary>Processor time that finding and describing faces takes, on one thread, scaling included; and memory of the networks.</summary>
internal static class FacesBenchmark
{
    private const int Rounds = 31;

    public static Task RunAsync()
    {
        Console.WriteLine("faces: a decoded frame; one thread, processor time, the median of 31");
        using var finding = Model(FaceFinder.FileName, FaceFinder.Shape);
        using var checking = Model(FaceCheck.FileName, FaceCheck.Shape);
        using var reading = Model(FaceReader.FileName, FaceReader.Shape);
        Load("BlazeFace", finding);
        Load("FaceMesh", checking);
        Load("FaceRes", reading);
        var finder = new FaceFinder(finding, null, new FaceOptions().DetectFrom);
        var check = new FaceCheck(checking, new FaceOptions().CheckFrom);
        var reader = new FaceReader(reading);
        foreach (var (width, height) in new[] { (720, 720), (640, 360), (1280, 720), (1920, 1080) })
        {
            using var picture = Picture(width, height);
            Say($"finding, {width}x{height}, {FaceViews.Of(picture, 256).Count} squares", Median(() => finder.Find(picture, CancellationToken.None)));
        }

        using var frame = Picture(1280, 720);
        foreach (var count in new[] { 1, 5 })
        {
            var faces = Enumerable.Range(0, count).Select(i => (frame, new FaceBox(100 * i, 50, 150, 150, 1))).ToArray();
            Say($"checking, {count} faces", Median(() => check.Pass(frame, [.. faces.Select(face => face.Item2)], CancellationToken.None)));
            Say($"describing, {count} faces", Median(() => reader.Read(faces, CancellationToken.None)));
        }

        return Task.CompletedTask;
    }

    private static OnnxModel Model(string file, ModelShape shape) =>
        new(Path.Combine(ModelFolder.Default, file), shape, 1, TimeProvider.System);

    private static void Load(string name, OnnxModel model)
    {
        var before = Environment.WorkingSet;
        var took = Time(model.Try);
        Say($"loading {name}, {(Environment.WorkingSet - before) / 1e6:0} MB", took);
    }

    private static void Say(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-34} {milliseconds,6:0.0} ms"));

    private static double Median(Action action) => Enumerable.Range(0, Rounds).Select(_ => Time(action)).Order().ElementAt(Rounds / 2);

    private static double Time(Action action)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        action();
        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds;
    }

    private static Picture Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        for (var i = 0; i < width * height; i++)
            bitmap.SetPixel(i % width, i / width, new SKColor((uint)(i * 2654435761) | 0xFF000000));
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 75);
        return JpegDecoder.Decode(jpeg.ToArray());
    }
}
