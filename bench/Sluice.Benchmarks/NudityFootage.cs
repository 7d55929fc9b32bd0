using System.Diagnostics;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Verdicts;

namespace Sluice.Benchmarks;

/// <summary>What recordings come to, a frame a second, by the default settings: how often harmless ones are held to be more.</summary>
internal static class NudityFootage
{
    public const string Name = "nudity-footage";

    public static async Task RunAsync(IReadOnlyList<string> files)
    {
        using var detector = (NudityDetector?)NudityDetector.Find(new DetectorSettings(TimeProvider.System)).Detector
            ?? throw new InvalidOperationException("There are no models: ./sluice doctor fetches them.");
        foreach (var file in files)
        {
            var levels = new Dictionary<RiskLevel, int>();
            foreach (var jpeg in await FramesAsync(file))
            {
                using var picture = JpegDecoder.Decode(jpeg);
                var findings = await detector.DetectAsync([picture], CancellationToken.None);
                var level = Policy.BuiltIn.Judge(findings[0], ["EROTIC"]).Level;
                levels[level] = levels.GetValueOrDefault(level) + 1;
            }

            Console.WriteLine($"  {Path.GetFileName(file)}: {string.Join(", ", levels.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        }
    }

    /// <summary>A frame a second.</summary>
    public static async Task<IReadOnlyList<byte[]>> FramesAsync(string file)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            string[] arguments = ["-nostdin", "-loglevel", "error", "-i", file, "-vf", "fps=1", "-q:v", "5", Path.Combine(folder.FullName, "%06d.jpg")];
            using var ffmpeg = Process.Start("ffmpeg", arguments);
            await ffmpeg.WaitForExitAsync();
            return [.. folder.GetFiles("*.jpg").OrderBy(frame => frame.Name).Select(frame => File.ReadAllBytes(frame.FullName))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
