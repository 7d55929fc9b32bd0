using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class DispatchBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);
    private readonly DispatchBoard _board = new(new CallbackOptions { Concurrency = 4, EndpointConcurrency = 2 });
    private readonly HashSet<CallbackLane> _passed = [];

    [Fact]
    public void A_row_is_not_started_twice_until_its_outcome_is_written()
    {
        var row = Row("a", attempts: 1);
        Assert.Equal(StartDecision.Started, Start(row));
        Assert.Equal(StartDecision.UnderWay, Start(row));
        _board.Finish(row, "e");
        Assert.Equal(StartDecision.UnderWay, Start(row));
        _board.Release("a");
        Assert.Equal(StartDecision.Started, Start(row));
    }

    [Fact]
    public void A_retry_passes_a_lane_that_is_held()
    {
        Assert.Equal(StartDecision.Started, Start(Row("a")));
        Assert.Equal(StartDecision.LaneBusy, Start(Row("b")));
        Assert.Equal(StartDecision.Started, Start(Row("c", attempts: 1)));
    }

    [Fact]
    public void An_answer_opens_the_lane()
    {
        var row = Row("a");
        Start(row);
        _board.Finish(row, "e");
        _passed.Clear();

        Assert.Equal(StartDecision.Started, Start(Row("b")));
    }

    [Fact]
    public void The_late_answer_of_a_passed_row_does_not_open_the_lane_that_a_newer_one_holds()
    {
        var late = Row("a");
        Start(late);
        Assert.Equal(StartDecision.Started, Start(Row("b"), at: Now.AddSeconds(1)));
        _board.Finish(late, "e");

        Assert.Equal(StartDecision.LaneBusy, Start(Row("c"), at: Now.AddSeconds(1.5)));
        Assert.Equal(Now.AddSeconds(2), _board.NextLaneOpens(Now.AddSeconds(1.5)));
        Assert.Null(_board.NextLaneOpens(Now.AddSeconds(2)));
    }

    [Fact]
    public void What_waits_for_a_busy_receiver_is_not_overtaken_in_its_lane()
    {
        Start(Row("x", "s1"), "busy");
        Start(Row("y", "s2"), "busy");
        Assert.Equal(StartDecision.EndpointBusy, Start(Row("a", "s3"), "busy"));
        Assert.Equal(StartDecision.LaneBusy, Start(Row("b", "s3"), "free"));
        Assert.Equal(StartDecision.Started, Start(Row("c", "s4"), "free"));
        Assert.Equal(StartDecision.Started, Start(Row("d", "s5"), "free"));
        Assert.True(_board.IsFull);
        Assert.Equal(StartDecision.NoSlot, Start(Row("e", "s6"), "third"));
    }

    [Fact]
    public void What_goes_to_a_receiver_that_fails_waits_and_is_not_overtaken_in_its_lane()
    {
        for (var i = 0; i < 10; i++)
        {
            _board.Breaker.OnFinished(Row("x"), "dead", AttemptStatus.Timeout, Now);
        }

        Assert.Equal(StartDecision.EndpointShut, Start(Row("a", "s1"), "dead"));
        Assert.Equal(StartDecision.EndpointShut, Start(Row("r", "s2", attempts: 1), "dead"));
        Assert.Equal(StartDecision.LaneBusy, Start(Row("b", "s1"), "free"));
        Assert.Equal(StartDecision.Started, Start(Row("c", "s3"), "free"));

        Assert.Equal(StartDecision.Started, Start(Row("r", "s2", attempts: 1), "dead", Now.AddSeconds(5)));
        Assert.Equal(StartDecision.EndpointShut, Start(Row("d", "s4"), "dead", Now.AddSeconds(5)));
    }

    private static CallbackRow Row(string id, string stream = "s", int attempts = 0) => new()
    {
        Id = id,
        StreamId = stream,
        Tenant = "t",
        ContentType = 1,
        Kind = CallbackKind.Segment,
        Sequence = 0,
        Url = "http://c.example/",
        Body = [],
        CreatedAt = Now,
        DueAt = Now,
        Attempts = attempts,
    };

    private StartDecision Start(CallbackRow row, string endpoint = "e", DateTimeOffset? at = null) =>
        _board.TryStart(row, endpoint, at ?? Now, _passed);
}
