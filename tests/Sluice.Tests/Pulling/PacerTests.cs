using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class PacerTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(5);

    [Fact]
    public void Media_that_runs_ahead_waits_for_its_time()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.Zero, Start, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.FromSeconds(2), Start, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(3), pacer.DelayOf(TimeSpan.FromSeconds(5), Start, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.FromSeconds(5), Start + TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Late_media_sets_the_pace_anew()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(20));
        pacer.DelayOf(TimeSpan.Zero, Start, TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.FromSeconds(1), Start + TimeSpan.FromSeconds(5), TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.DelayOf(TimeSpan.FromSeconds(2), Start + TimeSpan.FromSeconds(5), TimeSpan.Zero));
    }

    [Fact]
    public void A_cushion_is_how_long_the_first_media_waits()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(1), pacer.DelayOf(TimeSpan.Zero, Start, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(0.4), pacer.DelayOf(TimeSpan.Zero, Start + TimeSpan.FromSeconds(0.6), TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(3), pacer.DelayOf(TimeSpan.FromSeconds(3), Start + TimeSpan.FromSeconds(1), TimeSpan.Zero));
    }

    [Fact]
    public void A_pace_that_was_set_goes_on_without_a_cushion()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));

        pacer.Anchor(TimeSpan.FromSeconds(100), Start + TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(3), pacer.DelayOf(TimeSpan.FromSeconds(101), Start, TimeSpan.Zero));
    }

    [Fact]
    public void A_jump_of_the_timestamps_is_not_waited_for()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(20));
        pacer.DelayOf(TimeSpan.Zero, Start, TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.FromHours(1), Start, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), pacer.DelayOf(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1), Start, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, pacer.DelayOf(TimeSpan.Zero, Start, TimeSpan.Zero));
    }
}
