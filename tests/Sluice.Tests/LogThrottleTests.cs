using Microsoft.Extensions.Time.Testing;
using Sluice.Server;

namespace Sluice.Tests;

public class LogThrottleTests
{
    [Fact]
    public void One_line_a_minute_passes_and_tells_how_many_did_not()
    {
        var time = new FakeTimeProvider();
        var throttle = new LogThrottle(time);

        Assert.True(throttle.TryPass(out var held));
        Assert.Equal(0, held);
        Assert.False(throttle.TryPass(out _));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(throttle.TryPass(out _));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(throttle.TryPass(out held));
        Assert.Equal(2, held);
        Assert.False(throttle.TryPass(out held));
        Assert.Equal(0, held);
    }
}
