using System.Globalization;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Benchmarks;

/// <summary>Processor time that it takes to see that a 720p frame shows nothing new, beside decoding it; and to judge its quality.</summary>
internal static class UnchangedBenchmark
{
    private const int Rounds = 400;

    public static async Task RunAsync()
    {
        Console.WriteLine("unchanged: a 720p frame; one thread, processor time");
        await MeasureAsync("plain", CodePictures.Draw(8, 200).Jpeg);
        await MeasureAsync("busy", CodePictures.Draw(1, 200).Jpeg);
        await MeasureAsync("noise", NoisePicture.Jpeg(CodePictures.Width, CodePictures.Height));
    }

    private static async Task MeasureAsync(string name, byte[] jpeg)
    {
        var known = SignatureReader.Read(jpeg)!;
        var detector = new QualityDetector(new QualityOptions());
        using var picture = JpegDecoder.Decode(jpeg, new FrameWants([], ["LOWVISION"]));
        var compare = Time(() => known.IsLike(SignatureReader.Read(jpeg)!));
        var decode = Time(() => JpegDecoder.Decode(jpeg).Dispose());
        var quality = Time(() => detector.DetectAsync([picture], CancellationToken.None).AsTask());
        await detector.DetectAsync([picture], CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-6} {jpeg.Length / 1024,4} KB: compared {compare:0.00} ms, decoded {decode:0.0} ms; quality of a decoded one {quality:0.00} ms"));
    }

    // Too short to be measured one by one.
    private static double Time(Action action)
    {
        action();
        return ProcessorTime.Of(() =>
        {
            for (var i = 0; i < Rounds; i++)
                action();
        }).TotalMilliseconds / Rounds;
    }
}
