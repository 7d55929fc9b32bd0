using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;

namespace Sluice.Tests.Detection.Own;

public class ClassifierInputTests
{
    [Fact]
    public void Channels_come_pixel_by_pixel_or_one_after_the_other()
    {
        Assert.Equal([0.2f, 0.4f, 0.6f, 0.2f, 0.4f, 0.6f, 0.2f, 0.4f, 0.6f, 0.2f, 0.4f, 0.6f], Write(TensorLayout.Nhwc, new()), Near);
        Assert.Equal([0.2f, 0.2f, 0.2f, 0.2f, 0.4f, 0.4f, 0.4f, 0.4f, 0.6f, 0.6f, 0.6f, 0.6f], Write(TensorLayout.Nchw, new()), Near);
    }

    [Fact]
    public void Blue_comes_first_where_a_model_wants_it_so()
    {
        Assert.Equal([0.6f, 0.4f, 0.2f], Write(TensorLayout.Nhwc, new() { Order = ChannelOrder.Bgr })[..3], Near);
        Assert.Equal([0.6f, 0.4f, 0.2f], Planes(Write(TensorLayout.Nchw, new() { Order = ChannelOrder.Bgr })), Near);
    }

    [Fact]
    public void Range_mean_and_deviation_are_applied_in_this_order_to_the_colour_they_are_of()
    {
        var options = new PictureInputOptions { Black = -1, White = 1, Mean = [0, 0.1f, 0.2f], Deviation = [1, 2, 4], Order = ChannelOrder.Bgr };

        // (0.2, 0.4, 0.6) is (-0.6, -0.2, 0.2) from -1 to 1.
        Assert.Equal([0f, -0.15f, -0.6f], Planes(Write(TensorLayout.Nchw, options)), Near);
        Assert.Equal([0f, -0.15f, -0.6f], Write(TensorLayout.Nhwc, options)[..3], Near);
    }

    [Theory]
    [InlineData(PictureFit.Stretch, 0f, 0f)]
    [InlineData(PictureFit.Crop, 51f, 204f)]
    internal void A_picture_of_another_shape_is_stretched_or_its_middle_is_taken(PictureFit fit, float left, float right)
    {
        // 10 columns of 0, 51, 51…, 204, 204, 0; its middle is 4 columns wide.
        byte[] columns = [0, 0, 0, 51, 51, 204, 204, 0, 0, 0];
        var input = new ClassifierInput(
            new ClassifierShape(TensorLayout.Nchw, 4, 4, true, true), new PictureInputOptions { White = 255, Fit = fit });
        var target = new float[48];

        input.Write(Picture(10, 4, (x, _) => (columns[x], 0, 0)), target);

        Assert.Equal(left, target[0], 0.01f);
        Assert.Equal(right, target[3], 0.01f);
    }

    [Theory]
    [InlineData(new[] { -1L, 224, 224, 3 }, TensorLayout.Nhwc, 224, true, true)]
    [InlineData(new[] { 1L, 3, 224, 224 }, TensorLayout.Nchw, 224, true, false)]
    [InlineData(new[] { 3L, 32, 32 }, TensorLayout.Nchw, 32, false, false)]
    internal void What_a_model_says_of_itself_needs_no_setting(long[] declared, TensorLayout layout, int side, bool isBatched, bool takesMany)
    {
        List<string> problems = [];

        Assert.Equal(new ClassifierShape(layout, side, side, isBatched, takesMany), ClassifierShape.Find(declared, new(), problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData(new[] { -1L, 3, -1, -1 }, null, null, "Input:Width: must be set: the model does not say")]
    [InlineData(new[] { -1L, -1, -1, -1 }, 224, null, "Input:Layout: must be set: the model takes [-1, -1, -1, -1]")]
    [InlineData(new[] { -1L, 3, 224, 224 }, 299, null, "Input:Width: must be 224: the model takes no other")]
    [InlineData(new[] { -1L, 3, 224, 224 }, 1, null, "Input:Width: must be from 2 to 4096")]
    [InlineData(new[] { -1L, 3, 224, 224 }, null, TensorLayout.Nhwc, "it takes [-1, 3, 224, 224], which is no picture of three colours (Nhwc)")]
    [InlineData(new[] { -1L, 1000 }, null, null, "it takes [-1, 1000], which is no picture")]
    [InlineData(new[] { 8L, 3, 224, 224 }, null, null, "it takes [8, 3, 224, 224], which is no picture")]
    [InlineData(new[] { -1L, 3, 9000, 9000 }, null, null, "it takes pictures of 9000 pixels, and at most 4096 are given")]
    internal void What_does_not_fit_is_named_with_its_setting(long[] declared, int? width, TensorLayout? layout, string problem)
    {
        List<string> problems = [];

        Assert.Null(ClassifierShape.Find(declared, new PictureInputOptions { Width = width, Layout = layout }, problems));
        Assert.Contains(problem, problems);
    }

    private static float[] Planes(float[] values) => [values[0], values[4], values[8]];

    private static bool Near(float one, float other) => Math.Abs(one - other) < 0.001f;

    private static float[] Write(TensorLayout layout, PictureInputOptions options)
    {
        var target = new float[12];
        new ClassifierInput(new ClassifierShape(layout, 2, 2, true, true), options).Write(Picture(6, 4, (_, _) => (51, 102, 153)), target);
        return target;
    }

    // Not disposed of: its buffers are not those of the pool.
    private static Picture Picture(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        var bgra = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            (bgra[(i * 4) + 2], bgra[(i * 4) + 1], bgra[i * 4]) = colour(i % width, i / width);
        }

        return new Picture(width, height, width, height, bgra, new byte[width * height]);
    }
}
