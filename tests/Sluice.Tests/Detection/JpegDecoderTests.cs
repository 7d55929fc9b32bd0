using SkiaSharp;
using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class JpegDecoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(321, 181)]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    [InlineData(1080, 1920)]
    public void A_frame_up_to_1920_pixels_keeps_its_size(int width, int height)
    {
        using var drawn = new TestPicture(width, height);

        using var picture = JpegDecoder.Decode(drawn.Jpeg());

        Assert.Equal((width, height, width, height), (picture.Width, picture.Height, picture.FrameWidth, picture.FrameHeight));
        Assert.Equal(width * height * 4, picture.Bgra.Length);
        Assert.Equal(width * height, picture.Luma.Length);
    }

    [Theory]
    [InlineData(1921, 1080)]
    [InlineData(2560, 1440)]
    [InlineData(3840, 2160)]
    [InlineData(2160, 3840)]
    [InlineData(6000, 100)]
    public void A_larger_frame_is_scaled_down_and_knows_its_size(int width, int height)
    {
        using var drawn = new TestPicture(width, height);

        using var picture = JpegDecoder.Decode(drawn.Jpeg());

        Assert.InRange(Math.Max(picture.Width, picture.Height), 1000, JpegDecoder.MaxSide);
        Assert.Equal((double)width / height, (double)picture.Width / picture.Height, (double)width / height * 0.02);
        Assert.Equal((width, height), (picture.FrameWidth, picture.FrameHeight));
        Assert.Equal(new PixelBox(0, 0, width, height), picture.ToFrame(new PixelBox(0, 0, picture.Width, picture.Height)));
    }

    [Fact]
    public void Colours_and_grey_are_those_of_the_frame()
    {
        using var drawn = new TestPicture(64, 64, new SKColor(200, 100, 50));

        using var picture = JpegDecoder.Decode(drawn.Jpeg(quality: 95));

        Assert.Equal([50, 100, 200, 255], picture.Bgra[..4].ToArray().Select(value => (int)value), Within(3));
        Assert.Equal((0.114 * 50) + (0.587 * 100) + (0.299 * 200), picture.Luma.Span[64 * 32], 3.0);
    }

    [Fact]
    public void What_is_no_jpeg_is_refused()
    {
        using var drawn = new TestPicture(64, 64);

        Assert.Throws<PictureException>(() => JpegDecoder.Decode(Array.Empty<byte>()));
        Assert.Throws<PictureException>(() => JpegDecoder.Decode("not a picture at all"u8.ToArray()));
        Assert.Throws<PictureException>(() => JpegDecoder.Decode(drawn.Png()));
    }

    [Fact]
    public void A_jpeg_that_is_cut_off_is_refused_wherever_it_is_cut()
    {
        using var drawn = new TestPicture(320, 180).Clutter(1);
        var jpeg = drawn.Jpeg();

        foreach (var length in new[] { 2, 20, 200, jpeg.Length / 2, jpeg.Length - 200 })
        {
            Assert.Throws<PictureException>(() => JpegDecoder.Decode(jpeg.AsMemory(0, length)));
        }
    }

    [Fact]
    public void A_frame_that_claims_to_be_huge_is_refused_unread()
    {
        using var drawn = new TestPicture(64, 64);
        var jpeg = drawn.Jpeg();
        var header = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (jpeg[header + 5], jpeg[header + 6], jpeg[header + 7], jpeg[header + 8]) = (0xEA, 0x60, 0xEA, 0x60);

        var refused = Assert.Throws<PictureException>(() => JpegDecoder.Decode(jpeg));

        Assert.Contains("60000x60000", refused.Message);
    }

    [Fact]
    public void A_picture_is_readable_until_its_last_holder_lets_go()
    {
        using var drawn = new TestPicture(64, 64);
        var picture = JpegDecoder.Decode(drawn.Jpeg());
        picture.Hold();

        picture.Dispose();
        Assert.Equal(64 * 64, picture.Luma.Length);

        picture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => picture.Luma);
    }

    private static Comparison Within(int tolerance) => new(tolerance);

    private sealed class Comparison(int tolerance) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(int value) => 0;
    }
}
