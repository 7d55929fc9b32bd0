using Sluice.Server.Detection;

namespace Sluice.Tests.Detection;

public class LumaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1000)]
    [InlineData(1027)]
    public void Every_pixel_is_weighed_whatever_the_length(int pixels)
    {
        var bgra = new byte[pixels * 4];
        new Random(pixels).NextBytes(bgra);
        var luma = new byte[pixels];

        Luma.FromBgra(bgra, luma);

        for (var i = 0; i < pixels; i++)
        {
            var exact = (0.114 * bgra[i * 4]) + (0.587 * bgra[(i * 4) + 1]) + (0.299 * bgra[(i * 4) + 2]);
            Assert.Equal(exact, luma[i], 1.5);
        }
    }

    [Fact]
    public void White_is_white_and_black_is_black()
    {
        var luma = new byte[64];

        Luma.FromBgra(Enumerable.Repeat((byte)255, 256).ToArray(), luma);
        Assert.All(luma, value => Assert.Equal(255, value));

        Luma.FromBgra(new byte[256], luma);
        Assert.All(luma, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => Luma.FromBgra(new byte[16], new byte[5]));
}
