using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class PictureHashTests
{
    [Fact]
    public void It_is_the_rise_from_cell_to_cell()
    {
        Assert.Equal(ulong.MaxValue, PictureHash.Of(Draw(90, 80, (x, _) => x * 2), 90, 80));
        Assert.Equal(0UL, PictureHash.Of(Draw(90, 80, (x, _) => 255 - (x * 2)), 90, 80));
        Assert.Equal(0xFFFF_FFFF_0000_0000, PictureHash.Of(Draw(90, 80, (x, y) => y < 40 ? x * 2 : 255 - (x * 2)), 90, 80));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Size_brightness_and_noise_hardly_change_it(int seed)
    {
        var random = new Random(seed);
        var scene = Scene(random);
        var noise = new Random(seed + 100);
        var original = PictureHash.Of(Draw(640, 360, scene), 640, 360);
        var smaller = PictureHash.Of(Draw(320, 180, (x, y) => scene(x * 2, y * 2)), 320, 180);
        var noisy = PictureHash.Of(Draw(640, 360, (x, y) => (scene(x, y) * 9 / 10) + noise.Next(-8, 9) + 10), 640, 360);

        Assert.InRange(PictureHash.Distance(original, smaller), 0, 3);
        Assert.InRange(PictureHash.Distance(original, noisy), 0, 6);
    }

    [Fact]
    public void Other_scenes_are_far_away()
    {
        var random = new Random(4);
        var hashes = Enumerable.Range(0, 20).Select(_ =>
        {
            var scene = Scene(random);
            return PictureHash.Of(Draw(160, 90, (x, y) => scene(x * 4, y * 4)), 160, 90);
        }).ToArray();
        for (var i = 0; i < hashes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.InRange(PictureHash.Distance(hashes[i], hashes[j]), 7, 64);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    public void A_picture_smaller_than_the_grid_has_one_too(int width, int height) =>
        Assert.Equal(0UL, PictureHash.Of(new byte[width * height], width, height));

    [Fact]
    public void Plain_surfaces_are_alike_whatever_their_noise()
    {
        var noise = new Random(5);
        Assert.Equal(0UL, PictureHash.Of(Draw(640, 360, (_, _) => 128 + noise.Next(-4, 5)), 640, 360));
    }

    private static Func<int, int, int> Scene(Random random)
    {
        var spots = Enumerable.Range(0, 12).Select(_ => (X: random.Next(640), Y: random.Next(360), Grey: random.Next(-120, 120))).ToArray();
        return (x, y) => 128 + (int)spots.Sum(spot =>
            spot.Grey * Math.Exp(-(((x - spot.X) * (x - spot.X)) + ((y - spot.Y) * (y - spot.Y))) / 6000.0));
    }

    private static byte[] Draw(int width, int height, Func<int, int, int> grey)
    {
        var luma = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                luma[(y * width) + x] = (byte)Math.Clamp(grey(x, y), 0, 255);
            }
        }

        return luma;
    }
}
