using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_failing_callback_is_tried_after_5_10_15_to_60_seconds_then_given_up()
    {
        var row = Row(CallbackKind.Segment, Now, 0);
        var now = Now;
        var delays = new List<double>();
        CallbackOutcome outcome;
        while ((outcome = RetrySchedule.After(row, new CallbackAttempt(AttemptStatus.HttpError, "HTTP 500"), now, new())).State == CallbackState.Pending)
        {
            delays.Add((outcome.DueAt - now).TotalSeconds);
            now = outcome.DueAt;
            row = row with { Attempts = outcome.Attempts };
        }

        Assert.Equal([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60], delays);
        Assert.Equal(new CallbackOutcome("c", CallbackState.Dead, 13, now, "HTTP 500"), outcome);
    }

    [Theory]
    [InlineData(2.0, 2.0)]
    [InlineData(30.0, 30.0)]
    [InlineData(60.0, 60.0)]
    [InlineData(3600.0, 60.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(-100.0, 1.0)]
    [InlineData(null, 5.0)]
    public void Retry_after_moves_the_next_attempt_up_to_60_seconds(double? asked, double expected)
    {
        var attempt = new CallbackAttempt(AttemptStatus.HttpError, "HTTP 503", asked is { } s ? TimeSpan.FromSeconds(s) : null);

        var outcome = RetrySchedule.After(Row(CallbackKind.Segment, Now, 0), attempt, Now, new());

        Assert.Equal(TimeSpan.FromSeconds(expected), outcome.DueAt - Now);
        Assert.Equal(1, outcome.Attempts);
    }

    [Fact]
    public void Retry_after_adds_no_attempt()
    {
        var attempt = new CallbackAttempt(AttemptStatus.HttpError, "HTTP 503", TimeSpan.FromSeconds(1));

        Assert.Equal(CallbackState.Dead, RetrySchedule.After(Row(CallbackKind.Segment, Now, 12), attempt, Now, new()).State);
    }

    [Theory]
    [InlineData(CallbackKind.Segment, 0, 899, false)]
    [InlineData(CallbackKind.Segment, 0, 900, true)]
    [InlineData(CallbackKind.State, 0, 900, true)]
    [InlineData(CallbackKind.Segment, 3, 900, true)]
    [InlineData(CallbackKind.End, 0, 86400, false)]
    [InlineData(CallbackKind.End, 1, 899, false)]
    [InlineData(CallbackKind.End, 1, 900, true)]
    public void A_callback_is_given_up_at_15_minutes_but_an_end_is_tried_at_least_once(object kind, int attempts, int age, bool expected) =>
        Assert.Equal(expected, RetrySchedule.IsExpired(Row((CallbackKind)kind, Now.AddSeconds(-age), attempts), Now, new()));

    [Fact]
    public void A_callback_that_would_be_too_old_at_its_next_attempt_is_given_up_at_once()
    {
        var attempt = new CallbackAttempt(AttemptStatus.Timeout, "timeout");

        Assert.Equal(CallbackState.Dead, RetrySchedule.After(Row(CallbackKind.Segment, Now.AddSeconds(-895), 0), attempt, Now, new()).State);
        Assert.Equal(CallbackState.Pending, RetrySchedule.After(Row(CallbackKind.Segment, Now.AddSeconds(-894), 0), attempt, Now, new()).State);
    }

    [Fact]
    public void A_delivered_callback_is_delivered_however_old()
    {
        var outcome = RetrySchedule.After(Row(CallbackKind.End, Now.AddDays(-1), 4), new CallbackAttempt(AttemptStatus.Delivered), Now, new());

        Assert.Equal(new CallbackOutcome("c", CallbackState.Delivered, 5, Now, null), outcome);
    }

    private static CallbackRow Row(CallbackKind kind, DateTimeOffset created, int attempts) => new()
    {
        Id = "c",
        StreamId = "s",
        Tenant = "t",
        ContentType = 1,
        Kind = kind,
        Sequence = 0,
        Url = "http://c.example/",
        Body = [],
        CreatedAt = created,
        DueAt = created,
        Attempts = attempts,
    };
}
