using SkiaSharp;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;

namespace Sluice.Tests.Detection.Inference;

public class PictureTensorTests
{
    [Fact]
    public void Red_comes_first_and_255_is_1()
    {
        var values = Scale(8, 8, 4, (_, _) => new SKColor(255, 0, 51));

        for (var i = 0; i < values.Length; i += 3)
            Assert.Equal([1f, 0f, 0.2f], values[i..(i + 3)]);
    }

    [Fact]
    public void A_picture_of_the_size_that_is_wanted_stays_as_it_is()
    {
        var values = Scale(16, 16, 16, (x, y) => new SKColor((byte)(x * 16), (byte)(y * 16), (byte)(x + y)));

        for (var i = 0; i < 256; i++)
            Assert.Equal(i % 16 * 16 / 255f, values[i * 3], 0.000001f);
    }

    [Fact]
    public void Corners_lie_upon_corners_and_what_is_between_is_interpolated()
    {
        // 5 columns onto 3: every second one; 3 rows onto 3.
        var values = Scale(5, 3, 3, (x, y) => new SKColor((byte)(x * 10), (byte)(y * 100), 0));

        Assert.Equal([0f, 20f, 40f], [.. Enumerable.Range(0, 3).Select(x => values[x * 3] * 255)], Near);
        Assert.Equal([0f, 100f, 200f], [.. Enumerable.Range(0, 3).Select(y => values[(y * 9) + 1] * 255)], Near);

        // 2 columns onto 5: quarters.
        values = Scale(2, 2, 5, (x, _) => new SKColor((byte)(x * 100), 0, 0));
        Assert.Equal([0f, 25f, 50f, 75f, 100f], [.. Enumerable.Range(0, 5).Select(x => values[x * 3] * 255)], Near);
    }

    [Fact]
    public void A_picture_of_one_pixel_fills_the_square()
    {
        Assert.All(Scale(1, 1, 3, (_, _) => SKColors.White), value => Assert.Equal(1f, value));
    }

    private static bool Near(float one, float other) => Math.Abs(one - other) < 0.001f;

    private static float[] Scale(int width, int height, int side, Func<int, int, SKColor> color)
    {
        var bgra = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            var pixel = color(i % width, i / width);
            (bgra[i * 4], bgra[(i * 4) + 1], bgra[(i * 4) + 2], bgra[(i * 4) + 3]) = (pixel.Blue, pixel.Green, pixel.Red, 255);
        }

        // Not disposed of: its buffers are not those of the pool.
        var picture = new Picture(width, height, width, height, bgra, new byte[width * height]);
        var target = new float[side * side * 3];
        PictureTensor.Write(picture, side, side, PixelRange.ZeroToOne, target);
        return target;
    }
}
