using SkiaSharp;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Tests.Detection.Unchanged;

public sealed class PictureSignatureTests
{
    [Theory]
    [InlineData(90)]
    [InlineData(60)]
    [InlineData(45)]
    public void The_same_picture_in_another_quality_is_alike(int quality)
    {
        using var picture = new TestPicture(1280, 720).Clutter(1);

        Assert.True(Read(picture.Jpeg()).IsLike(Read(picture.Jpeg(quality))));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1215, 3)]
    [InlineData(5, 655)]
    [InlineData(1213, 653)]
    [InlineData(700, 301)]
    public void A_code_of_60_pixels_that_appears_is_a_change_on_any_ground(int x, int y)
    {
        for (var grey = 0; grey <= 255; grey += 51)
        {
            var ground = new SKColor((byte)grey, (byte)grey, (byte)grey);
            AssertDiffer(() => new TestPicture(1280, 720, ground), picture => picture.Code("https://t.example/join", x + 3, y + 3, 54));
        }

        AssertDiffer(() => new TestPicture(1280, 720).Clutter(4), picture => picture.Code("https://t.example/join", x + 3, y + 3, 54));
    }

    [Fact]
    public void A_code_that_takes_another_s_place_is_a_change() =>
        AssertDiffer(
            () => new TestPicture(1280, 720).Code("https://t.example/join", 40, 40, 60),
            picture => picture.Code("https://u.example/gone", 40, 40, 60));

    [Fact]
    public void A_small_thing_is_a_change_by_its_colour_alone()
    {
        // As bright as the ground: what is grey sees nothing.
        AssertDiffer(() => new TestPicture(1280, 720, new SKColor(105, 105, 105)), picture => picture.Box(600, 300, 32, 32, new SKColor(255, 30, 100)));
    }

    [Fact]
    public void A_faint_large_thing_is_a_change() =>
        AssertDiffer(() => new TestPicture(1280, 720, new SKColor(120, 120, 120)), picture => picture.Box(300, 200, 200, 100, new SKColor(130, 130, 130)));

    [Fact]
    public void Pictures_of_different_sizes_are_not_alike()
    {
        using var one = new TestPicture(640, 360);
        using var other = new TestPicture(640, 480);

        Assert.False(Read(one.Jpeg()).IsLike(Read(other.Jpeg())));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(17, 400)]
    [InlineData(1920, 1080)]
    public void A_picture_of_any_size_is_like_itself(int width, int height)
    {
        using var picture = new TestPicture(width, height).Box(0, 0, width / 2, height, SKColors.Red);

        Assert.True(Read(picture.Jpeg()).IsLike(Read(picture.Jpeg())));
    }

    [Fact]
    public void What_is_no_jpeg_cut_off_or_huge_has_no_signature()
    {
        using var picture = new TestPicture(640, 360).Clutter(2);
        using var huge = new TestPicture(4096, 4096);

        Assert.Null(SignatureReader.Read("no jpeg"u8.ToArray()));
        Assert.Null(SignatureReader.Read(ReadOnlyMemory<byte>.Empty));
        Assert.Null(SignatureReader.Read(picture.Png()));
        Assert.Null(SignatureReader.Read(picture.Jpeg().AsMemory(0, 4000)));
        Assert.Null(SignatureReader.Read(huge.Jpeg()));
    }

    private static void AssertDiffer(Func<TestPicture> draw, Func<TestPicture, TestPicture> change)
    {
        using var before = draw();
        using var after = change(draw());
        var (one, other) = (Read(before.Jpeg()), Read(after.Jpeg()));
        Assert.False(one.IsLike(other), $"{one.DistanceTo(other)}");
    }

    private static PictureSignature Read(byte[] jpeg) => Assert.IsType<PictureSignature>(SignatureReader.Read(jpeg));
}
