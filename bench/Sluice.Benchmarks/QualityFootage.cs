using System.Globalization;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Benchmarks;

/// <summary>What recordings come to, a frame a second: how blurred, and how many frames show what the one before them showed.</summary>
internal static class QualityFootage
{
    public const string Name = "quality-footage";

    public static async Task RunAsync(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            List<double> blurs = [];
            var (frames, unchanged) = (await NudityFootage.FramesAsync(file), 0);
            PictureSignature? judged = null;
            foreach (var jpeg in frames)
            {
                using var picture = JpegDecoder.Decode(jpeg);
                using var grey = GreyPicture.Of(picture);
                blurs.Add(SharpnessMeter.BlurOf(grey) ?? 0);
                var signature = SignatureReader.Read(jpeg)!;
                if (judged?.IsLike(signature) == true)
                    unchanged++;
                else
                    judged = signature;
            }

            blurs.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Path.GetFileName(file)}: {frames.Count} frames, {unchanged} unchanged; blur {blurs[0]:0.0} to {blurs[^1]:0.0}, half below {blurs[blurs.Count / 2]:0.0}"));
        }
    }
}
