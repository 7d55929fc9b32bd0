using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

public class RetryScheduleTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(5);

    [Fact]
    public void Thirteen_attempts_of_five_minutes_with_twelve_growing_pauses_then_it_gives_up()
    {
        var schedule = new RetrySchedule(new PullOptions());
        var now = Start;
        var waits = new List<double>();

        while (true)
        {
            schedule.OnOpening(now);
            if (schedule.OnFailed(now) is not { } wait)
                break;
            waits.Add(wait.TotalSeconds);
            now += wait;
        }

        var attempt = Enumerable.Repeat(5.0, 60).ToArray();
        double[] expected = [.. Enumerable.Range(1, 12).SelectMany(n => attempt.Append(5.0 * n)), .. attempt];
        Assert.Equal(expected, waits);
        Assert.Equal(13, schedule.Attempt);
        Assert.Equal(TimeSpan.FromSeconds((13 * 300) + 390), now - Start);
    }

    [Fact]
    public void The_time_that_opening_takes_counts_towards_the_attempt()
    {
        var schedule = new RetrySchedule(new PullOptions());

        schedule.OnOpening(Start);
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.OnFailed(Start + TimeSpan.FromSeconds(200)));
        schedule.OnOpening(Start + TimeSpan.FromSeconds(205));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.OnFailed(Start + TimeSpan.FromSeconds(295)));
        schedule.OnOpening(Start + TimeSpan.FromSeconds(300));
        Assert.Equal(1, schedule.Attempt);
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.OnFailed(Start + TimeSpan.FromSeconds(310)));
        Assert.Equal(2, schedule.Attempt);
    }

    [Fact]
    public void Frames_reset_the_schedule()
    {
        var options = new PullOptions { AttemptFor = TimeSpan.Zero, Pauses = [TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)] };
        var schedule = new RetrySchedule(options);

        Assert.Equal(TimeSpan.FromSeconds(7), schedule.OnFailed(Start));
        Assert.Equal(TimeSpan.FromSeconds(9), schedule.OnFailed(Start + TimeSpan.FromSeconds(7)));
        schedule.OnFrames();
        Assert.Equal(TimeSpan.FromSeconds(7), schedule.OnFailed(Start + TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(9), schedule.OnFailed(Start + TimeSpan.FromSeconds(30)));
        Assert.Null(schedule.OnFailed(Start + TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public void Without_pauses_there_is_one_attempt()
    {
        var schedule = new RetrySchedule(new PullOptions { AttemptFor = TimeSpan.FromSeconds(10), Pauses = [] });

        Assert.Equal(TimeSpan.FromSeconds(5), schedule.OnFailed(Start));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.OnFailed(Start + TimeSpan.FromSeconds(5)));
        Assert.Null(schedule.OnFailed(Start + TimeSpan.FromSeconds(10)));
    }
}
