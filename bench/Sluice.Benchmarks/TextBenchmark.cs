using System.Diagnostics;
using System.Globalization;
using SkiaSharp;
using Sluice.Benchmarks.Text;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Benchmarks;

/// <summary>How well a seeded set of lines is read, by language and size, and the processor time that frames take on one thread.</summary>
internal static class TextBenchmark
{
    private const int Lines = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private const int Rounds = 11;

    // What takes a few milliseconds is repeated, after the runtime's compiler is done with it.
    private const int Warm = 60;
    private const int Repeats = 100;
    private const int Frames = 12;

    /// <summary>Lines of each kind that are shown with what was read in their place.</summary>
    private const int ShownMisses = 3;

    /// <summary>How well the set is read.</summary>
    public static Task RunAsync()
    {
        Console.WriteLine($"text: {Frames} frames of 720p with {Lines} lines of a language and size");
        using var detector = Find().Detector as TextDetector;
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            foreach (var size in (int[])[16, 20, 24, 32, 48])
            {
                Read(detector!, language, size);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>What frames take.</summary>
    public static Task RunTimesAsync()
    {
        Console.WriteLine($"text: a frame of 720p with {Lines} lines; one thread, processor time without tesseract's, the median of {Rounds}");
        foreach (var language in (string[])["zh", "en", "ar"])
        {
            // Fonts are no part of what reading takes.
            TextPictures.Draw(1, language, 32, Lines);
        }

        var before = ProcessorTime.Resident();
        var installed = Find();
        Say("loading", ProcessorTime.Of(() => installed.TryModels!()).TotalMilliseconds);
        using var detector = (TextDetector)installed.Detector!;
        Times(detector);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"memory at work",-40} {(ProcessorTime.Resident() - before) / 1e6,6:0} MB"));
        return Task.CompletedTask;
    }

    private static InstalledDetector Find()
    {
        var installed = TextDetector.Find(new DetectorSettings(TimeProvider.System) { Detection = new DetectionOptions { DetectorTimeout = TimeSpan.FromMinutes(1) } });
        return installed.IsAvailable ? installed : throw new InvalidOperationException(installed.Detail);
    }

    private static void Times(TextDetector detector)
    {
        // The runtime compiles what is called often anew, twice, each time after a while.
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < WarmUp)
        {
            See(detector, TextPictures.Draw(2, "zh", 32, Lines).Jpeg, "zh", null);
        }

        foreach (var language in (string[])["zh", "en", "ar"])
        {
            var jpeg = TextPictures.Draw(1, language, 32, Lines).Jpeg;
            Say($"{language}, all new", ProcessorTime.Median(Rounds, () => See(detector, jpeg, language, null)));
            Say($"{language}, all new, on the clock, with tesseract", OnTheClock(() => See(detector, jpeg, language, null)));
            var memory = new FrameMemory(TimeProvider.System);
            var decoding = Often(() => JpegDecoder.Decode(jpeg).Dispose());
            See(detector, jpeg, language, memory);
            Say($"{language}, unchanged, beside decoding", Often(() => See(detector, jpeg, language, memory)) - decoding);

            // Nothing is as it was to the bit, as in a stream.
            byte[][] anew = [Compressed(jpeg, 70), Compressed(jpeg, 80)];
            var next = 0;
            Say($"{language}, compressed anew, beside decoding", Often(() => See(detector, anew[next++ % anew.Length], language, memory)) - Often(() => JpegDecoder.Decode(anew[next++ % anew.Length]).Dispose()));
            Say($"{language}, decoding", decoding);
        }
    }

    /// <summary>Milliseconds of processor time of one, once the runtime has compiled it for good.</summary>
    private static double Often(Action action)
    {
        for (var i = 0; i < Warm; i++)
        {
            action();
        }

        return ProcessorTime.Of(() =>
        {
            for (var i = 0; i < Repeats; i++)
            {
                action();
            }
        }).TotalMilliseconds / Repeats;
    }

    private static double OnTheClock(Action action) => Enumerable.Range(0, Rounds)
        .Select(_ =>
        {
            var began = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }).Order().ElementAt(Rounds / 2);

    private static byte[] Compressed(byte[] jpeg, int quality)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        using var compressed = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return compressed.ToArray();
    }

    private static IReadOnlyList<Finding> See(TextDetector detector, byte[] jpeg, string language, FrameMemory? memory)
    {
        using var picture = JpegDecoder.Decode(jpeg, new FrameWants(["IMGTEXTRISK"], []) { Language = language, Memory = memory });
        return detector.DetectAsync([picture], CancellationToken.None).AsTask().GetAwaiter().GetResult()[0];
    }

    private static void Read(TextDetector detector, string language, int size)
    {
        var score = new TextScore();
        for (var seed = 0; seed < Frames; seed++)
        {
            var drawn = TextPictures.Draw(seed, language, size, Lines);
            score.Add(drawn, See(detector, drawn.Jpeg, language, null));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {language} {size} px: {score.Exact * 100.0 / score.Lines:0.0} % of {score.Lines} lines exact, {score.ExactWithoutSpaces * 100.0 / score.Lines:0.0} % but for spaces, {100 - (score.Errors * 100.0 / score.Characters):0.0} % of characters; {score.Surplus} lines too many"));
        foreach (var miss in score.Misses.Take(ShownMisses))
        {
            Console.WriteLine($"    {miss}");
        }
    }

    private static void Say(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-40} {milliseconds,6:0.0} ms"));
}
