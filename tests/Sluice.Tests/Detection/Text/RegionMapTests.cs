using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public class RegionMapTests
{
    private const int Width = 200;
    private const int Height = 120;

    [Fact]
    public void A_region_becomes_a_rectangle_that_is_larger_by_a_share_of_its_size()
    {
        var box = Assert.Single(RegionMap.Find(Map((x, y) => x is >= 50 and < 150 && y is >= 40 and < 60 ? 0.9f : 0), Width, 10));

        // 99 by 19 between the middles of pixels: they grow by 1.5 times area over circumference, 12 on each side.
        var (left, top, right, bottom) = box.Bounds;
        Assert.Equal((38.5, 28.5, 161.5, 71.5), (Math.Round(left, 1), Math.Round(top, 1), Math.Round(right, 1), Math.Round(bottom, 1)), new Within(0.6));
        Assert.Equal(0.9, box.Probability, 3);
    }

    [Fact]
    public void A_turned_region_is_a_turned_rectangle()
    {
        var (cos, sin) = (MathF.Cos(0.3f), MathF.Sin(0.3f));
        var box = Assert.Single(RegionMap.Find(
            Map((x, y) => Math.Abs(((x - 100) * cos) + ((y - 60) * sin)) < 50 && Math.Abs(((y - 60) * cos) - ((x - 100) * sin)) < 8 ? 1 : 0), Width, 10));

        Assert.InRange(Math.Atan2(box.Along.Y, box.Along.X), 0.28, 0.32);
        Assert.InRange(box.Width / box.Height, 3, 4.5);
    }

    [Theory]
    [InlineData(0.29f)]
    [InlineData(0.5f)]
    public void What_is_not_probable_enough_is_none(float probability) =>
        Assert.Empty(RegionMap.Find(Map((x, y) => x is >= 50 and < 150 && y is >= 40 and < 60 ? probability : 0), Width, 10));

    [Fact]
    public void A_speck_is_none() => Assert.Empty(RegionMap.Find(Map((x, y) => x is 50 or 51 && y is 40 or 41 ? 1 : 0), Width, 10));

    [Fact]
    public void Of_too_many_the_largest_count() => Assert.Equal(
        2, RegionMap.Find(Map((x, y) => y is >= 20 and < 30 && x % 40 < 10 + (x / 40) ? 1 : 0), Width, 2).Count);

    [Fact]
    public void A_map_that_is_full_or_striped_or_empty_ends_soon()
    {
        Assert.Single(RegionMap.Find(Map((_, _) => 1), Width, 10));
        Assert.Empty(RegionMap.Find(Map((_, _) => 0), Width, 10));
        Assert.InRange(RegionMap.Find(Map((x, y) => (x + y) % 8 < 4 ? 1 : 0), Width, 10).Count, 0, 10);
        Assert.Empty(RegionMap.Find(Map((_, _) => float.NaN), Width, 10));
    }

    private static float[] Map(Func<int, int, float> at) => [.. Enumerable.Range(0, Width * Height).Select(i => at(i % Width, i / Width))];

    private sealed class Within(double far) : IEqualityComparer<(double, double, double, double)>
    {
        public bool Equals((double, double, double, double) one, (double, double, double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) <= far && Math.Abs(one.Item2 - other.Item2) <= far
            && Math.Abs(one.Item3 - other.Item3) <= far && Math.Abs(one.Item4 - other.Item4) <= far;

        public int GetHashCode((double, double, double, double) value) => 0;
    }
}
