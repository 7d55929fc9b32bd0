using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class ClockJumpTests
{
    private readonly WallClock _clock = new();

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    [InlineData(-1500)]
    public async Task A_clock_that_is_set_moves_no_retry(int minutes)
    {
        await using var bench = new DispatcherBench(time: _clock);
        await using var bad = await Receiver.StartAsync(_clock, 404);
        await using var well = await Receiver.StartAsync(_clock, 200);
        bench.Add(Enumerable.Range(0, 40).Select(i => bench.Row($"c{i}", bad.Url, stream: $"s{i}")));
        await bench.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(CallbackState.Pending, (await bench.Store.NextOutcomeAsync()).State);
            await bad.NextAsync();
        }

        _clock.Offset = TimeSpan.FromMinutes(minutes);

        // What has come since is sent at once, and shows that a round has gone by.
        bench.Add(bench.Row("fresh", well.Url, stream: "fresh"));
        Assert.Equal(("fresh", CallbackState.Delivered), Told(await bench.Store.NextOutcomeAsync()));
        Assert.Equal(_clock.GetUtcNow(), bench.Store.Row("fresh").CreatedAt);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        bench.Add(bench.Row("later", well.Url, stream: "fresh", sequence: 1));
        Assert.Equal(("later", CallbackState.Delivered), Told(await bench.Store.NextOutcomeAsync()));
        Assert.False(bad.TryNext(out _));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        for (var i = 0; i < 40; i++)
        {
            var outcome = await bench.Store.NextOutcomeAsync();
            Assert.Equal((CallbackState.Pending, 2), (outcome.State, outcome.Attempts));
            Assert.Equal(_clock.GetUtcNow().AddSeconds(10), outcome.DueAt);
        }

        Assert.InRange(bad.MostAtOnce, 1, 16);
    }

    [Fact]
    public async Task An_attempt_that_is_under_way_when_the_clock_is_set_is_no_older_for_it()
    {
        await using var bench = new DispatcherBench(time: _clock);
        await using var receiver = await Receiver.StartHangingAsync(_clock);
        bench.Add(bench.Row("c0", receiver.Url));
        await bench.StartAsync();
        await receiver.NextAsync();

        _clock.Offset = TimeSpan.FromHours(1);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(
            new CallbackOutcome("c0", CallbackState.Pending, 1, _clock.GetUtcNow().AddSeconds(5), "timeout"), await bench.Store.NextOutcomeAsync());
    }

    [Fact]
    public async Task Ages_count_the_time_that_went_by_and_not_what_the_clock_was_set()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { MaxAge = TimeSpan.FromSeconds(12) }, _clock);
        await using var receiver = await Receiver.StartAsync(_clock, 404);
        bench.Add(bench.Row("c0", receiver.Url));
        await bench.StartAsync();
        Assert.Equal(CallbackState.Pending, (await bench.Store.NextOutcomeAsync()).State);

        _clock.Offset = TimeSpan.FromHours(-1);
        _clock.Advance(TimeSpan.FromSeconds(5));

        // The next attempt would be 15 s after the first.
        Assert.Equal(("c0", CallbackState.Dead), Told(await bench.Store.NextOutcomeAsync()));
    }

    [Fact]
    public async Task What_a_life_with_a_clock_ahead_has_put_off_is_sent_at_the_start()
    {
        await using var bench = new DispatcherBench(time: _clock);
        await using var receiver = await Receiver.StartAsync(_clock, 200);
        var ahead = _clock.GetUtcNow().AddHours(1);
        bench.Add(bench.Row("c0", receiver.Url) with { CreatedAt = ahead, DueAt = ahead });
        await bench.StartAsync();

        Assert.Equal(("c0", CallbackState.Delivered), Told(await bench.Store.NextOutcomeAsync()));
    }

    [Fact]
    public async Task An_open_breaker_is_probed_in_its_time_whatever_the_clock_says()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { BreakerFailures = 1 }, _clock);
        var status = 500;
        await using var receiver = await Receiver.StartAsync(_clock, context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        bench.Add(bench.Row("c0", receiver.Url));
        await bench.StartAsync();
        await bench.Store.NextOutcomeAsync();

        status = 200;
        _clock.Offset = TimeSpan.FromHours(-1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(("c0", CallbackState.Delivered), Told(await bench.Store.NextOutcomeAsync()));
    }

    private static (string Id, CallbackState State) Told(CallbackOutcome outcome) => (outcome.Id, outcome.State);
}
