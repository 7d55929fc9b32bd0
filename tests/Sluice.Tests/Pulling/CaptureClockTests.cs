using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class CaptureClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Capture_time_is_the_first_arrival_plus_the_difference_of_the_timestamps()
    {
        var clock = new CaptureClock();

        Assert.Equal(Start, clock.At(TimeSpan.FromSeconds(100), Start));
        Assert.Equal(Start.AddSeconds(3), clock.At(TimeSpan.FromSeconds(103), Start.AddSeconds(3.5)));
        Assert.Equal(Start.AddSeconds(6), clock.At(TimeSpan.FromSeconds(106), Start.AddSeconds(6)));
    }

    [Fact]
    public void Capture_time_is_never_later_than_now_and_the_least_delay_is_the_anchor()
    {
        var clock = new CaptureClock();
        clock.At(TimeSpan.Zero, Start.AddSeconds(0.4));

        Assert.Equal(Start.AddSeconds(1.1), clock.At(TimeSpan.FromSeconds(1), Start.AddSeconds(1.1)));
        Assert.Equal(Start.AddSeconds(2.1), clock.At(TimeSpan.FromSeconds(2), Start.AddSeconds(2.5)));
        Assert.Equal(Start.AddSeconds(3), clock.At(TimeSpan.FromSeconds(3), Start.AddSeconds(3)));
        Assert.Equal(Start.AddSeconds(4), clock.At(TimeSpan.FromSeconds(4), Start.AddSeconds(4.3)));
    }

    [Fact]
    public void Times_of_one_kind_do_not_go_back_when_the_other_kind_moves_the_anchor()
    {
        var clock = new CaptureClock();
        DateTimeOffset frames = default, sounds = default;
        clock.At(TimeSpan.FromSeconds(1), Start, ref frames);
        clock.At(TimeSpan.FromSeconds(2.4), Start.AddSeconds(0.01), ref sounds);

        Assert.Equal(Start, clock.At(TimeSpan.FromSeconds(2), Start.AddSeconds(0.02), ref frames));
        Assert.Equal(Start.AddSeconds(0.61), clock.At(TimeSpan.FromSeconds(3), Start.AddSeconds(0.7), ref frames));
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_is_followed()
    {
        var clock = new CaptureClock();
        DateTimeOffset frames = default;
        clock.At(TimeSpan.Zero, Start, ref frames);

        Assert.Equal(Start.AddHours(-1), clock.At(TimeSpan.FromSeconds(1), Start.AddHours(-1), ref frames));
    }

    [Theory]
    [InlineData(3.51)]
    [InlineData(2.49)]
    public void A_drift_of_more_than_half_a_second_re_anchors(double arrival)
    {
        var clock = new CaptureClock();
        clock.At(TimeSpan.Zero, Start);

        Assert.Equal(Start.AddSeconds(arrival), clock.At(TimeSpan.FromSeconds(3), Start.AddSeconds(arrival)));
        Assert.Equal(Start.AddSeconds(arrival + 1), clock.At(TimeSpan.FromSeconds(4), Start.AddSeconds(arrival + 1.2)));
    }

    [Fact]
    public void Timestamps_far_outside_the_calendar_re_anchor()
    {
        var clock = new CaptureClock();
        clock.At(TimeSpan.MinValue, Start);

        Assert.Equal(Start.AddSeconds(1), clock.At(TimeSpan.MaxValue, Start.AddSeconds(1)));
    }
}
