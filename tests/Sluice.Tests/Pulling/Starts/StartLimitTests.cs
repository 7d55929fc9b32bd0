using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Pulling.Starts;

namespace Sluice.Tests.Pulling.Starts;

public class StartLimitTests
{
    private static readonly TimeSpan Between = (StartLimit.Quick + StartLimit.Slow) / 2;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_begins_with_what_is_set_and_quick_starts_do_not_raise_it_above()
    {
        var limit = new StartLimit(8, _time);
        Starts(limit, StartLimit.Quick, 20);

        Assert.Equal(8, limit.Places);
        Assert.False(limit.IsStrained);
    }

    [Fact]
    public void Slow_starts_halve_it_down_to_one()
    {
        var limit = new StartLimit(8, _time);
        var places = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            Starts(limit, StartLimit.Slow, 1);
            places.Add(limit.Places);
        }

        Assert.Equal([4, 2, 1, 1, 1], places);
    }

    [Fact]
    public void Starts_that_were_slow_together_halve_it_once()
    {
        var limit = new StartLimit(8, _time);
        var began = _time.GetTimestamp();
        _time.Advance(StartLimit.Slow);
        for (var i = 0; i < 8; i++)
        {
            limit.OnStarted(began);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(4, limit.Places);
    }

    [Fact]
    public void Quick_starts_raise_it_by_one_a_round()
    {
        var limit = new StartLimit(8, _time);
        Starts(limit, StartLimit.Slow, 3);
        Assert.Equal(1, limit.Places);

        Starts(limit, StartLimit.Quick, 1);
        Assert.Equal(2, limit.Places);
        Starts(limit, StartLimit.Quick, 1);
        Assert.Equal(2, limit.Places);
        Starts(limit, StartLimit.Quick, 2);
        Assert.Equal(3, limit.Places);
        Starts(limit, StartLimit.Quick, 100);
        Assert.Equal(8, limit.Places);
    }

    [Fact]
    public void Starts_that_are_neither_quick_nor_slow_leave_it_as_it_is()
    {
        var limit = new StartLimit(8, _time);
        Starts(limit, StartLimit.Slow, 1);
        Starts(limit, Between, 20);

        Assert.Equal(4, limit.Places);
    }

    [Fact]
    public void A_slow_start_is_a_strain_for_a_while()
    {
        var limit = new StartLimit(8, _time);
        Starts(limit, StartLimit.Slow, 1);
        Assert.True(limit.IsStrained);

        _time.Advance(StartLimit.Strain);
        Assert.False(limit.IsStrained);
    }

    private void Starts(StartLimit limit, TimeSpan took, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var began = _time.GetTimestamp();
            _time.Advance(took);
            limit.OnStarted(began);
        }
    }
}
