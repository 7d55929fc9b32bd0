using System.Globalization;
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
        using var picture = JpegDecoder.Decode(NoisePicture.Jpeg(1280, 720));
        Measure("first (MobileNetV2)", NudityDetector.FirstFile, 224, picture, Rounds);
        Measure("second (InceptionV3)", NudityDetector.SecondFile, 299, picture, Rounds / 3);
        return Task.CompletedTask;
    }

    private static void Measure(string name, string file, int side, Picture picture, int rounds)
    {
        var before = ProcessorTime.Resident();
        using var model = new OnnxModel(Path.Combine(ModelFolder.Default, file), ModelShape.Square(side, NudityScores.Count), 1, TimeProvider.System);
        var pixels = new float[side * side * 3];
        var load = ProcessorTime.Of(model.Try).TotalMilliseconds;
        var scale = ProcessorTime.Median(rounds, () => PictureTensor.Write(picture, side, side, PixelRange.ZeroToOne, pixels));
        var run = ProcessorTime.Median(rounds, () => model.Run(pixels, 1, CancellationToken.None));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-21} scale {scale,5:0.0} ms, network {run,6:0.0} ms; loading {load:0} ms, {(ProcessorTime.Resident() - before) / 1e6:0} MB"));
    }
}
