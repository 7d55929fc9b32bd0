using Sluice.Server.Pulling;
using Sluice.Server.Pulling.Nut;

namespace Sluice.Tests.Pulling;

public class SoundGapsTests
{
    [Fact]
    public void Missing_sound_is_filled_and_rounding_is_not()
    {
        var gaps = new SoundGaps();

        Assert.Equal(0, gaps.SilenceBefore(TimeSpan.FromSeconds(5), 32_000));
        Assert.Equal(0, gaps.SilenceBefore(TimeSpan.FromSeconds(6.02), 32_000));
        Assert.Equal(32_000, gaps.SilenceBefore(TimeSpan.FromSeconds(8), 32_000));
        Assert.Equal(0, gaps.SilenceBefore(TimeSpan.FromSeconds(9), 32_000));
    }

    [Fact]
    public void Small_gaps_add_up_until_they_are_filled()
    {
        var gaps = new SoundGaps();
        var filled = 0;

        // Each piece of 100 ms is followed by 10 ms of nothing.
        for (var i = 0; i < 100; i++)
            filled += gaps.SilenceBefore(TimeSpan.FromMilliseconds(110 * i), 3_200);

        Assert.InRange(filled, 32_000 - (60 * 32), 32_000);
    }

    [Theory]
    [InlineData(1.9)]
    [InlineData(2.5)]
    [InlineData(2.9)]
    public void What_the_segmenter_joins_is_filled(double seconds)
    {
        var gaps = new SoundGaps();
        gaps.SilenceBefore(TimeSpan.Zero, 32_000);

        Assert.Equal((int)(seconds * 32_000), gaps.SilenceBefore(TimeSpan.FromSeconds(1 + seconds), 32_000));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_jump_is_not_filled(int seconds)
    {
        var gaps = new SoundGaps();
        gaps.SilenceBefore(TimeSpan.FromHours(2), 32_000);

        Assert.Equal(0, gaps.SilenceBefore(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(seconds), 32_000));
        Assert.Equal(0, gaps.SilenceBefore(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(seconds + 1), 32_000));
    }

    [Fact]
    public void Times_as_far_apart_as_they_may_be_are_a_jump()
    {
        var gaps = new SoundGaps();
        gaps.SilenceBefore(NutReader.FurthestTime, 32_000);

        Assert.Equal(0, gaps.SilenceBefore(-NutReader.FurthestTime, 32_000));
        Assert.Equal(0, gaps.SilenceBefore(NutReader.FurthestTime, 32_000));
    }
}
