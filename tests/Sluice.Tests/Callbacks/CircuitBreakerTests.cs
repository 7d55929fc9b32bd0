using System.Globalization;
using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class CircuitBreakerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);
    private readonly CircuitBreaker _breaker = new(new CallbackOptions { BreakerFailures = 3 });

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row_of_the_same_endpoint()
    {
        Assert.Equal(BreakerChange.None, Finish());
        Assert.Equal(BreakerChange.None, Finish());
        Assert.Equal(BreakerChange.None, Finish(AttemptStatus.Delivered));
        Assert.Equal(BreakerChange.None, Finish());
        Assert.Equal(BreakerChange.None, Finish());
        Assert.True(_breaker.Allows("e", Now));
        Assert.Equal(BreakerChange.Opened, Finish());

        Assert.False(_breaker.Allows("e", Now));
        Assert.True(_breaker.Allows("other", Now));
    }

    [Theory]
    [InlineData("Delivered", true)]
    [InlineData("HttpError", true)]
    [InlineData("ServerError", false)]
    [InlineData("Timeout", false)]
    [InlineData("ConnectFailed", false)]
    [InlineData("Refused", false)]
    public void Only_an_answer_that_shows_a_working_endpoint_breaks_the_row(string status, bool works)
    {
        Finish();
        Finish();
        Finish(Enum.Parse<AttemptStatus>(status));
        Finish();

        Assert.Equal(works, _breaker.Allows("e", Now));
    }

    [Fact]
    public void Probes_go_one_at_a_time_after_pauses_that_double_up_to_30_seconds()
    {
        Open();
        var now = Now;
        var pauses = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var probeAt = _breaker.NextProbe(now)!.Value;
            Assert.False(_breaker.Allows("e", probeAt.AddMilliseconds(-1)));
            Assert.True(_breaker.Allows("e", probeAt));
            pauses.Add((probeAt - now).TotalSeconds);
            now = probeAt;

            _breaker.OnStarted(Row("probe"), "e");
            Assert.False(_breaker.Allows("e", now));
            Assert.Null(_breaker.NextProbe(now));
            Assert.Equal(BreakerChange.None, Finish(AttemptStatus.Timeout, "probe", now));
        }

        Assert.Equal([5, 10, 20, 30, 30], pauses);
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it_and_the_count_begins_anew()
    {
        Open();
        _breaker.OnStarted(Row("probe"), "e");

        Assert.Equal(BreakerChange.Closed, Finish(AttemptStatus.Delivered, "probe"));

        Assert.True(_breaker.Allows("e", Now));
        Assert.Equal(BreakerChange.None, Finish());
        Assert.Equal(BreakerChange.None, Finish());
        Assert.Equal(BreakerChange.Opened, Finish());
        Assert.Equal(Now.AddSeconds(5), _breaker.NextProbe(Now));
    }

    [Fact]
    public void What_began_before_it_opened_does_not_lengthen_the_pause_but_closes_it_by_success()
    {
        Open();
        Assert.Equal(BreakerChange.None, Finish(AttemptStatus.Timeout, "late", Now.AddSeconds(4)));
        Assert.Equal(Now.AddSeconds(5), _breaker.NextProbe(Now));

        Assert.Equal(BreakerChange.Closed, Finish(AttemptStatus.Delivered, "later"));
    }

    [Fact]
    public void A_probe_that_was_cut_off_leaves_its_place()
    {
        Open();
        _breaker.OnStarted(Row("probe"), "e");
        Assert.Equal(BreakerChange.None, _breaker.OnFinished(Row("probe"), "e", null, Now.AddSeconds(5)));

        Assert.True(_breaker.Allows("e", Now.AddSeconds(5)));
    }

    [Fact]
    public void Of_thousands_of_failing_endpoints_the_open_ones_and_the_latest_are_remembered()
    {
        Open();
        _breaker.OnFinished(Row("r"), "old", AttemptStatus.Timeout, Now);
        _breaker.OnFinished(Row("r"), "old", AttemptStatus.Timeout, Now);
        for (var i = 0; i < 5000; i++)
        {
            _breaker.OnFinished(Row("r"), i.ToString(CultureInfo.InvariantCulture), AttemptStatus.Timeout, Now.AddSeconds(i + 1));
        }

        Assert.False(_breaker.Allows("e", Now));
        Assert.Equal(BreakerChange.None, _breaker.OnFinished(Row("r"), "old", AttemptStatus.Timeout, Now));
        _breaker.OnFinished(Row("r"), "4999", AttemptStatus.Timeout, Now);
        Assert.Equal(BreakerChange.Opened, _breaker.OnFinished(Row("r"), "4999", AttemptStatus.Timeout, Now));
    }

    [Fact]
    public void When_there_is_no_room_for_another_endpoint_it_is_served_as_if_it_were_well()
    {
        var breaker = new CircuitBreaker(new CallbackOptions { BreakerFailures = 1 });
        for (var i = 0; i < 4096; i++)
        {
            Assert.Equal(
                BreakerChange.Opened,
                breaker.OnFinished(Row("r"), i.ToString(CultureInfo.InvariantCulture), AttemptStatus.Timeout, Now));
        }

        Assert.Equal(BreakerChange.None, breaker.OnFinished(Row("r"), "one more", AttemptStatus.Timeout, Now));
        Assert.True(breaker.Allows("one more", Now));
        Assert.False(breaker.Allows("0", Now));
    }

    private static CallbackRow Row(string id) => new()
    {
        Id = id,
        StreamId = "s",
        Tenant = "t",
        ContentType = 1,
        Kind = CallbackKind.Segment,
        Sequence = 0,
        Url = "http://c.example/",
        Body = [],
        CreatedAt = Now,
        DueAt = Now,
    };

    private void Open()
    {
        for (var i = 0; i < 3; i++)
        {
            Finish();
        }
    }

    private BreakerChange Finish(AttemptStatus status = AttemptStatus.Timeout, string id = "r", DateTimeOffset? at = null) =>
        _breaker.OnFinished(Row(id), "e", status, at ?? Now);
}
