using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class SteadyClockTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(90)]
    [InlineData(-90)]
    public void A_clock_that_is_set_is_told_with_how_far(int minutes)
    {
        var time = new JumpingTime();
        var clock = new SteadyClock(time);
        time.Advance(Minute);

        time.Jump(minutes * Minute);

        Assert.Equal((minutes * Minute, Minute), (clock.Jump(out var since), since));
        clock.Confirm();
        Assert.Equal((TimeSpan.Zero, time.GetUtcNow()), (clock.Jump(out _), clock.Wall));
    }

    [Fact]
    public void A_process_that_stands_still_while_it_looks_at_its_clocks_has_set_none()
    {
        var time = new StallingTime();
        var clock = new SteadyClock(time);

        time.Stall = Minute;
        Assert.Equal(TimeSpan.Zero, clock.Jump(out _));
        time.Stall = Minute;
        clock.Confirm();

        Assert.Equal((TimeSpan.Zero, time.GetUtcNow()), (clock.Jump(out _), clock.Wall));
    }

    private sealed class StallingTime : FakeTimeProvider
    {
        /// <summary>Goes by before the wall clock is read the next time.</summary>
        public TimeSpan Stall { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            var stall = Stall;
            Stall = TimeSpan.Zero;
            Advance(stall);
            return base.GetUtcNow();
        }
    }
}
