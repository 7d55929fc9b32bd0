using System.Globalization;
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
            using var picture = JpegDecoder.Decode(NoisePicture.Jpeg(width, height));
            Say($"finding, {width}x{height}, {FaceViews.Of(picture, 256).Count} squares", ProcessorTime.Median(Rounds, () => finder.Find(picture, CancellationToken.None)));
        }

        using var frame = JpegDecoder.Decode(NoisePicture.Jpeg(1280, 720));
        foreach (var count in new[] { 1, 5 })
        {
            var faces = Enumerable.Range(0, count).Select(i => (frame, new FaceBox(100 * i, 50, 150, 150, 1))).ToArray();
            Say($"checking, {count} faces", ProcessorTime.Median(Rounds, () => check.Pass(frame, [.. faces.Select(face => face.Item2)], CancellationToken.None)));
            Say($"describing, {count} faces", ProcessorTime.Median(Rounds, () => reader.Read(faces, CancellationToken.None)));
        }

        return Task.CompletedTask;
    }

    private static OnnxModel Model(string file, ModelShape shape) =>
        new(Path.Combine(ModelFolder.Default, file), shape, 1, TimeProvider.System);

    private static void Load(string name, OnnxModel model)
    {
        var before = ProcessorTime.Resident();
        var took = ProcessorTime.Of(model.Try).TotalMilliseconds;
        Say($"loading {name}, {(ProcessorTime.Resident() - before) / 1e6:0} MB", took);
    }

    private static void Say(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-34} {milliseconds,6:0.0} ms"));
}
