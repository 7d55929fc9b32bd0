using System.Globalization;
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
        using var picture = JpegDecoder.Decode(NoisePicture.Jpeg(1280, 720));
        var before = ProcessorTime.Resident();
        using var model = new OnnxModel(Path.Combine(ModelFolder.Default, ObjectDetector.ModelFile), ObjectDetector.Shape, 1, TimeProvider.System);
        var load = ProcessorTime.Of(model.Try).TotalMilliseconds;
        var loaded = ProcessorTime.Resident();
        var size = ObjectDetector.SizeOf(picture);
        var pixels = new float[size.Length];
        var scale = ProcessorTime.Median(Rounds, () => ObjectDetector.Write(picture, pixels));
        var run = ProcessorTime.Median(Rounds, () => Run(model, [picture], size));
        var find = ProcessorTime.Median(Rounds, () => model.Run([picture], size, ObjectDetector.Write, maps => ObjectMaps.Find(maps[0], maps[1], size.Width / ObjectMaps.Step, 0.4f), CancellationToken.None)) - run;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  scale {scale:0.0} ms, network {run - scale:0.0} ms, finding peaks {Math.Max(0, find):0.0} ms; loading {load:0} ms; {(loaded - before) / 1e6:0} MB loaded, {(ProcessorTime.Resident() - before) / 1e6:0} MB at work"));
        var many = Enumerable.Repeat(picture, Batch).ToList();
        var together = ProcessorTime.Median(Rounds, () => Run(model, many, size)) / Batch;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {Batch} frames together: {together:0.0} ms a frame; {(ProcessorTime.Resident() - before) / 1e6:0} MB"));
        return Task.CompletedTask;
    }

    private static int Run(OnnxModel model, IReadOnlyList<Picture> pictures, ModelShape size) =>
        model.Run(pictures, size, ObjectDetector.Write, maps => maps.Count, CancellationToken.None);
}
