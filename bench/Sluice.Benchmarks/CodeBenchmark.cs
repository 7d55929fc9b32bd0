using System.Globalization;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Benchmarks;

/// <summary>What part of a seeded set of frames' QR codes is read, by size, and the processor time of one thread that a frame takes.</summary>
internal static class CodeBenchmark
{
    private const int Frames = 200;

    public static Task RunAsync()
    {
        Console.WriteLine($"codes: {Frames} frames of 720p a size; one thread, processor time");
        using var without = new CodeReader(bars: false);
        using var with = new CodeReader(bars: true);
        foreach (var side in (int[])[0, 60, 80, 100, 120, 160, 240, 400])
        {
            var (read, plain, bars) = (0, TimeSpan.Zero, TimeSpan.Zero);
            List<string> missed = [];
            for (var seed = 0; seed < Frames; seed++)
            {
                var (drawn, jpeg) = CodePictures.Draw(seed, side);
                using var picture = JpegDecoder.Decode(jpeg);
                var found = false;
                plain += ProcessorTime.Of(() => found = without.Read(picture.Luma.Span, picture.Width, picture.Height).Any(symbol => symbol.Content == drawn.Text));
                bars += ProcessorTime.Of(() => with.Read(picture.Luma.Span, picture.Width, picture.Height));
                read += found ? 1 : 0;
                if (!found && side >= 100)
                    missed.Add($"    missed: seed {seed}, {drawn}");
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(side == 0 ? "none" : $"{side} px"),-6} {(side == 0 ? "" : $"{read * 100.0 / Frames:0.0} % read"),-12} {plain.TotalMilliseconds / Frames:0.0} ms, with bar codes {bars.TotalMilliseconds / Frames:0.0} ms"));
            missed.ForEach(Console.WriteLine);
        }

        return Task.CompletedTask;
    }
}
