using Sluice.Server.Storage;

namespace Sluice.Tests.Storage;

/// <summary>Nothing is forgotten early because somebody set a clock.</summary>
public sealed class RetentionClockTests
{
    private readonly JumpingTime _time = new();
    private readonly RetentionClock _clock;

    public RetentionClockTests() => _clock = new RetentionClock(TimeSpan.FromMinutes(10), _time);

    [Fact]
    public void While_the_clock_goes_on_it_follows()
    {
        for (var minute = 0; minute < 30; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(_time.GetUtcNow().AddMinutes(-10), _clock.Before());
        }
    }

    [Fact]
    public void Set_forward_it_makes_nothing_old_until_what_was_there_has_had_its_time()
    {
        var ended = _time.GetUtcNow();
        _time.Jump(TimeSpan.FromHours(1));
        for (var minute = 0; minute < 10; minute++)
        {
            Assert.True(_clock.Before() <= ended);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(_time.GetUtcNow().AddMinutes(-10), _clock.Before());
        Assert.True(_clock.Before() > ended);
    }

    [Fact]
    public void Set_back_it_keeps_for_longer_and_what_comes_after_for_as_long_as_ever()
    {
        var before = _time.GetUtcNow();
        _time.Jump(TimeSpan.FromHours(-1));
        var after = _time.GetUtcNow();
        Assert.True(_clock.Before() < after);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.InRange(_clock.Before(), after, before);
    }

    [Fact]
    public void Set_forward_and_back_it_is_as_if_nothing_had_been()
    {
        _time.Jump(TimeSpan.FromHours(1));
        _clock.Before();
        _time.Jump(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(_time.GetUtcNow().AddMinutes(-10), _clock.Before());
    }
}
