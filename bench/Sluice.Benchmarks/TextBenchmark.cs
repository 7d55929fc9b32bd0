using System.Globalization;
using Sluice.Benchmarks.Text;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Benchmarks;

/// <summary>How well a seeded set of lines is read, by language and size, and the processor time that frames take on one thread.</summary>
internal static class TextBenchmark
{
    private const int Lines = 10;
    private const int Rounds = 11;

    public static Task RunAsync()
    {
        Console.WriteLine($"text: frames of 720p with {Lines} lines; one thread, processor time");
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            // Fonts are no part of what reading takes.
            TextPictures.Draw(1, language, 32, Lines);
        }

        var before = ProcessorTime.Resident();
        var installed = TextDetector.Find(new DetectorSettings(TimeProvider.System) { Detection = new DetectionOptions { DetectorTimeout = TimeSpan.FromMinutes(1) } });
        using var detector = (TextDetector)(installed.Detector ?? throw new InvalidOperationException(installed.Detail));
        Say("loading", ProcessorTime.Of(() => installed.TryModels!()).TotalMilliseconds);
        Times(detector);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"memory at work",-40} {(ProcessorTime.Resident() - before) / 1e6,6:0} MB"));
        foreach (var language in Environment.GetEnvironmentVariable("TEXT_ONLY") is { } one ? new[] { one } : ["zh", "en", "ar"])
        {
            foreach (var size in (int[])[16, 20, 24, 32, 48])
            {
                Read(detector, language, size, frames: 12);
            }
        }

        return Task.CompletedTask;
    }

    private static void Times(TextDetector detector)
    {
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            var drawn = TextPictures.Draw(1, language, 32, Lines);
            Say($"{language}, all new", ProcessorTime.Median(Rounds, () => See(detector, drawn.Jpeg, language, null)));
            var memory = new FrameMemory(TimeProvider.System);
            See(detector, drawn.Jpeg, language, memory);
            Say($"{language}, text unchanged", ProcessorTime.Median(Rounds, () => See(detector, drawn.Jpeg, language, memory)));
        }

        var jpeg = TextPictures.Draw(1, "zh", 32, Lines).Jpeg;
        Say("decoding, in each of these", ProcessorTime.Median(Rounds, () => JpegDecoder.Decode(jpeg).Dispose()));
    }

    private static IReadOnlyList<Finding> See(TextDetector detector, byte[] jpeg, string language, FrameMemory? memory)
    {
        using var picture = JpegDecoder.Decode(jpeg, new FrameWants(["IMGTEXTRISK"], []) { Language = language, Memory = memory });
        return detector.DetectAsync([picture], CancellationToken.None).AsTask().GetAwaiter().GetResult()[0];
    }

    private static void Read(TextDetector detector, string language, int size, int frames)
    {
        var score = new TextScore();
        for (var seed = 0; seed < frames; seed++)
        {
            var drawn = TextPictures.Draw(seed, language, size, Lines);
            score.Add(drawn, See(detector, drawn.Jpeg, language, null));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {language} {size} px: {score.Exact * 100.0 / score.Lines:0.0} % of {score.Lines} lines exact, {score.ExactWithoutSpaces * 100.0 / score.Lines:0.0} % but for spaces, {100 - (score.Errors * 100.0 / score.Characters):0.0} % of characters; {score.Surplus} lines too many"));
        foreach (var miss in score.Misses.Take(Environment.GetEnvironmentVariable("TEXT_MISSES") is { } most ? int.Parse(most, CultureInfo.InvariantCulture) : 0))
        {
            Console.WriteLine($"    {miss}");
        }
    }

    private static void Say(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-40} {milliseconds,6:0.0} ms"));
}
