using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Api.RateLimit;

namespace Sluice.Tests.Api;

public sealed class RateWindowTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Of_the_last_10_ms_at_most_30_percent_pass()
    {
        var window = new RateWindow(_time);
        Assert.Equal(30, Pass(window, 100, 50));
        _time.Advance(TimeSpan.FromMilliseconds(9.9));
        Assert.Equal(0, Pass(window, 100, 50));
        _time.Advance(TimeSpan.FromMilliseconds(0.1));
        Assert.Equal(30, Pass(window, 100, 50));
    }

    [Fact]
    public void Of_the_last_second_at_most_maxQps_pass()
    {
        var window = new RateWindow(_time);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(10, Pass(window, 100, 10));
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(0, Pass(window, 100, 10));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, Pass(window, 100, 20));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_small_limit_still_lets_one_through_at_a_time(int maxQps)
    {
        var window = new RateWindow(_time);
        var passed = 0;
        for (var i = 0; i < 99; i++)
        {
            passed += Pass(window, maxQps, 2);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(maxQps, passed);
    }

    [Fact]
    public void Refused_calls_do_not_count()
    {
        var window = new RateWindow(_time);
        Assert.Equal(1, Pass(window, 1, 1000));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(0, Pass(window, 1, 1000));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(1, Pass(window, 1, 1));
    }

    private static int Pass(RateWindow window, int maxQps, int calls) => Enumerable.Range(0, calls).Count(_ => window.Pass(maxQps));
}
