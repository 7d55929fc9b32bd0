using System.Buffers;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

/// <summary>What a tile is compared by, against the same said pixel by pixel.</summary>
public class SmallGreyTests
{
    // Steps of grey.
    private const int Other = 3;

    [Theory]
    [InlineData(323, 37, 1)]
    [InlineData(646, 74, 2)]
    [InlineData(647, 75, 2)]
    [InlineData(1930, 120, 4)]
    public void A_tile_differs_where_its_pixels_do_when_its_brightness_is_made_the_same(int width, int height, int factor)
    {
        var random = new Random(width);
        var (before, after) = (new byte[width * height], new byte[width * height]);

        // Noise of as much as counts, where it became brighter or darker.
        for (var at = 0; at < after.Length; at++)
        {
            before[at] = (byte)random.Next(100, 190);
            var brighter = at % width / 24 % 2 == 0 ? 40 : -70;
            after[at] = (byte)(before[at] + brighter + random.Next(-6 * factor, (6 * factor) + 1));
        }

        using var one = PictureOf(before, width, height);
        using var other = PictureOf(after, width, height);
        var (small, next) = (SmallGrey.Of(one), SmallGrey.Of(other));
        Assert.Equal((width / factor, height / factor, factor), (small.Width, small.Height, small.Factor));
        var (grey, changed) = (Shrink(before, width, factor, small), Shrink(after, width, factor, small));
        var answers = new List<bool>();
        for (var row = 0; row < small.Rows; row++)
        {
            for (var column = 0; column < small.Columns; column++)
            {
                answers.Add(Differs(grey, changed, small, column, row));
                Assert.True(answers[^1] == next.Differs(small, column, row), $"column {column}, row {row}");
            }
        }

        Assert.Contains(true, answers);
        Assert.Contains(false, answers);
    }

    [Fact]
    public void No_brightness_is_too_much()
    {
        var (black, checkered) = (new byte[64 * 64], new byte[64 * 64]);
        for (var at = 0; at < checkered.Length; at++)
            checkered[at] = (at + (at / 64)) % 2 == 0 ? byte.MinValue : byte.MaxValue;
        using var one = PictureOf(black, 64, 64);
        using var other = PictureOf(checkered, 64, 64);
        using var third = PictureOf([.. checkered.Select(grey => (byte)(255 - grey))], 64, 64);
        using var white = PictureOf([.. Enumerable.Repeat(byte.MaxValue, 64 * 64)], 64, 64);

        Assert.True(SmallGrey.Of(one).Differs(SmallGrey.Of(other), 3, 3));
        Assert.True(SmallGrey.Of(other).Differs(SmallGrey.Of(third), 3, 3));
        Assert.False(SmallGrey.Of(one).Differs(SmallGrey.Of(white), 3, 3));
        Assert.False(SmallGrey.Of(white).Differs(SmallGrey.Of(one), 3, 3));
    }

    private static Picture PictureOf(byte[] luma, int width, int height)
    {
        var (bgra, grey) = (ArrayPool<byte>.Shared.Rent(width * height * 4), ArrayPool<byte>.Shared.Rent(width * height));
        luma.CopyTo(grey, 0);
        return new Picture(width, height, width, height, bgra, grey);
    }

    // The mean of so many pixels by so many, rounded.
    private static int[] Shrink(byte[] luma, int width, int factor, SmallGrey small) =>
    [
        .. Enumerable.Range(0, small.Width * small.Height).Select(at =>
        {
            var sum = 0;
            for (var y = at / small.Width * factor; y < ((at / small.Width) + 1) * factor; y++)
            {
                for (var x = at % small.Width * factor; x < ((at % small.Width) + 1) * factor; x++)
                    sum += luma[(y * width) + x];
            }

            return (sum + (factor * factor / 2)) / (factor * factor);
        }),
    ];

    private static bool Differs(int[] grey, int[] changed, SmallGrey small, int column, int row)
    {
        var differences = new List<int>();
        for (var y = row * SmallGrey.Tile; y < Math.Min((row + 1) * SmallGrey.Tile, small.Height); y++)
        {
            for (var x = column * SmallGrey.Tile; x < Math.Min((column + 1) * SmallGrey.Tile, small.Width); x++)
                differences.Add(changed[(y * small.Width) + x] - grey[(y * small.Width) + x]);
        }

        var mean = differences.Sum() / differences.Count;
        return differences.Sum(difference => Math.Abs(difference - mean)) >= Other * differences.Count;
    }
}
