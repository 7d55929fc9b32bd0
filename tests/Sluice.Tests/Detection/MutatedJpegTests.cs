using System.Diagnostics;
using Sluice.Server.Detection;
using Sluice.Tests.Pulling.Mutants;

namespace Sluice.Tests.Detection;

/// <summary>What a child that was taken over may write in place of pictures.</summary>
public sealed class MutatedJpegTests
{
    // The smallest picture of the largest frame: an eighth.
    private const int LargestSide = JpegDecoder.MaxFrameSide / 8;

    [Fact]
    public void Every_mutant_is_a_picture_or_is_refused_by_name()
    {
        using var small = new TestPicture(160, 90).Clutter(1);
        using var large = new TestPicture(2100, 300).Clutter(2);
        byte[][] sound = [small.Jpeg(), small.Jpeg(quality: 30), large.Jpeg()];
        int read = 0, refused = 0;
        var longest = TimeSpan.Zero;
        foreach (var seed in Soak.Seeds(1_500))
        {
            var random = new Random(seed);
            var jpeg = Mutator.Mutate(sound[seed % 8 == 0 ? 2 : seed % 2], random);
            var watch = Stopwatch.StartNew();
            try
            {
                using var picture = JpegDecoder.Decode(jpeg);
                read++;
                Assert.InRange(Math.Max(picture.Width, picture.Height), 1, LargestSide);
                Assert.InRange(Math.Max(picture.FrameWidth, picture.FrameHeight), 1, JpegDecoder.MaxFrameSide);
            }
            catch (PictureException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"SLUICE_SEED={seed}: {e}");
            }

            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read} read, {refused} refused, the longest took {longest.TotalMilliseconds:0} ms");
        Assert.True((read > 0 && refused > 0) || read + refused == 1);
    }
}
