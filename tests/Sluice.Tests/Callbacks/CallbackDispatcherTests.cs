using System.Text;
using Sluice.Protocol;
using Sluice.Server.Callbacks;

namespace Sluice.Tests.Callbacks;

public class CallbackDispatcherTests
{
    [Fact]
    public async Task A_callback_that_fails_is_sent_at_the_schedules_times_with_the_same_body_and_then_given_up()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartAsync(bench.Time, 500);
        var start = bench.Time.GetUtcNow();
        bench.Add(bench.Row("c1", receiver.Url));
        await bench.StartAsync();

        var offsets = new List<double>();
        CallbackOutcome outcome;
        while ((outcome = await bench.Store.NextOutcomeAsync()).State == CallbackState.Pending)
        {
            bench.Clock.Advance(outcome.DueAt - bench.Time.GetUtcNow());
        }

        while (receiver.TryNext(out var request))
        {
            Assert.Equal("c1", request!.Body);
            offsets.Add((request.At - start).TotalSeconds);
        }

        Assert.Equal([0, 5, 15, 30, 50, 75, 105, 140, 180, 225, 275, 330, 390], offsets);
        Assert.Equal(new CallbackOutcome("c1", CallbackState.Dead, 13, start.AddSeconds(390), "HTTP 500"), outcome);
    }

    [Fact]
    public async Task First_attempts_of_a_lane_are_made_one_after_the_other_in_order()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartAsync(bench.Time, 200);
        bench.Add(Enumerable.Range(0, 40).Select(i => bench.Row($"c{i}", receiver.Url, sequence: i)));
        await bench.StartAsync();

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal($"c{i}", (await receiver.NextAsync()).Body);
        }

        Assert.Equal(1, receiver.MostAtOnce);
    }

    [Fact]
    public async Task An_unanswered_first_attempt_holds_back_its_lane_for_a_second_and_no_other_lane()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartHangingAsync(bench.Time);
        bench.Add(
            bench.Row("frame0", receiver.Url, sequence: 0),
            bench.Row("frame1", receiver.Url, sequence: 1),
            bench.Row("frame2", receiver.Url, sequence: 2));
        await bench.StartAsync();
        Assert.Equal("frame0", (await receiver.NextAsync()).Body);

        // What another lane sends shows that a round has gone by.
        bench.Add(bench.Row("sound0", receiver.Url, contentType: 2));
        Assert.Equal("sound0", (await receiver.NextAsync()).Body);
        bench.Add(bench.Row("other0", receiver.Url, stream: "s2"));
        Assert.Equal("other0", (await receiver.NextAsync()).Body);

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("frame1", (await receiver.NextAsync()).Body);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("frame2", (await receiver.NextAsync()).Body);
    }

    [Fact]
    public async Task A_callback_that_waits_for_its_retry_holds_up_nothing_but_the_end()
    {
        await using var bench = new DispatcherBench();
        var refuseFirst = true;
        await using var receiver = await Receiver.StartAsync(bench.Time, context =>
        {
            context.Response.StatusCode = context.Request.Path == "/first" && refuseFirst ? 503 : 200;
            return Task.CompletedTask;
        });
        bench.Add(
            bench.Row("c0", $"{receiver.Url}/first", sequence: 0),
            bench.Row("c1", receiver.Url, sequence: 1),
            bench.Row("end", receiver.Url, sequence: 2) with { Kind = CallbackKind.End },
            bench.Row("sound_end", receiver.Url, contentType: 2) with { Kind = CallbackKind.End });
        await bench.StartAsync();
        string[] before = [await DoneAsync(bench), await DoneAsync(bench), await DoneAsync(bench)];
        Assert.Equal(["c0 Pending", "c1 Delivered", "sound_end Delivered"], before.Order(StringComparer.Ordinal));

        refuseFirst = false;
        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("c0 Delivered", await DoneAsync(bench));
        Assert.Equal("end Delivered", await DoneAsync(bench));
    }

    [Fact]
    public async Task A_hanging_receiver_gets_at_most_its_share_and_hides_no_other()
    {
        await using var bench = new DispatcherBench();
        await using var hanging = await Receiver.StartHangingAsync(bench.Time);
        await using var well = await Receiver.StartAsync(bench.Time, 200);
        bench.Add(Enumerable.Range(0, 1000).Select(i => bench.Row($"h{i}", hanging.Url, stream: $"s{i}")));
        await bench.StartAsync();
        for (var i = 0; i < 16; i++)
        {
            await hanging.NextAsync();
        }

        for (var i = 0; i < 5; i++)
        {
            bench.Add(bench.Row($"w{i}", well.Url, stream: "well", sequence: i) with { DueAt = bench.Time.GetUtcNow().AddMilliseconds(1) });
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"w{i} Delivered", await DoneAsync(bench));
        }

        Assert.Equal(16, hanging.MostAtOnce);
        Assert.InRange(bench.Store.LargestPage, 1, 16 + 8);
    }

    [Fact]
    public async Task No_more_attempts_are_under_way_than_configured()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { Concurrency = 3 });
        await using var receiver = await Receiver.StartHangingAsync(bench.Time);
        bench.Add(Enumerable.Range(0, 10).Select(i => bench.Row($"c{i}", receiver.Url, stream: $"s{i}")));
        await bench.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await receiver.NextAsync();
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 3; i++)
        {
            Assert.EndsWith(" Pending", await DoneAsync(bench), StringComparison.Ordinal);
            await receiver.NextAsync();
        }

        Assert.True(receiver.MostAtOnce <= 6, "three that are being cut off and three new ones at most");
    }

    [Fact]
    public async Task A_backlog_that_is_too_old_is_given_up_without_an_attempt_but_its_end_callback_is_sent()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartAsync(bench.Time, 200);
        var old = bench.Time.GetUtcNow().AddMinutes(-15);
        bench.Add(Enumerable.Range(0, 600).Select(i => bench.Row($"c{i}", receiver.Url, sequence: i) with { CreatedAt = old, DueAt = old }));
        bench.Add(bench.Row("end", receiver.Url, sequence: 600) with { Kind = CallbackKind.End, CreatedAt = old, DueAt = old });
        await bench.StartAsync();

        for (var i = 0; i < 600; i++)
        {
            Assert.EndsWith(" Dead", await DoneAsync(bench), StringComparison.Ordinal);
        }

        Assert.Equal("end Delivered", await DoneAsync(bench));
        Assert.Equal("end", (await receiver.NextAsync()).Body);
        Assert.False(receiver.TryNext(out _));
    }

    [Fact]
    public async Task A_store_that_fails_loses_and_doubles_nothing()
    {
        await using var bench = new DispatcherBench(time: TimeProvider.System);
        await using var receiver = await Receiver.StartAsync(bench.Time, 200);
        bench.Store.FailingLists = 2;
        bench.Store.FailingWrites = 2;
        bench.Store.FailingSecrets = 2;
        bench.Store.Secrets = ["whsec_a2V5"];
        bench.Add(bench.Row("c0", receiver.Url, sequence: 0), bench.Row("c1", receiver.Url, sequence: 1));
        await bench.StartAsync();

        Assert.Equal("c0 Delivered", await DoneAsync(bench));
        Assert.Equal("c1 Delivered", await DoneAsync(bench));
        foreach (var body in new[] { "c0", "c1" })
        {
            var request = await receiver.NextAsync();
            Assert.Equal(body, request.Body);
            Assert.Equal(SignatureCheck.Valid, Check(request, "whsec_a2V5"));
        }

        Assert.False(receiver.TryNext(out _));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_probed_with_one_callback_at_a_time_and_no_other_counts_an_attempt()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { BreakerFailures = 3 });
        var status = 500;
        await using var receiver = await Receiver.StartAsync(bench.Time, context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        bench.Add(Enumerable.Range(0, 3).Select(i => bench.Row($"a{i}", receiver.Url, stream: $"a{i}")));
        await bench.StartAsync();
        await DoneAsync(bench, 3);

        // While it is shut: the probe after 5 s is the only attempt.
        bench.Add(bench.Row("b0", receiver.Url, stream: "b0"), bench.Row("b1", receiver.Url, stream: "b1", sequence: 1));
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("b0 Pending", await DoneAsync(bench));
        Assert.Equal(1, bench.Store.Row("b0").Attempts);
        Assert.Equal(0, bench.Store.Row("b1").Attempts);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(1, bench.Store.Row($"a{i}").Attempts));

        // The next probe is after 10 s more, and its success opens the way for all.
        status = 200;
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("b1 Delivered", await DoneAsync(bench));
        Assert.Equal(
            ["a0 Delivered", "a1 Delivered", "a2 Delivered", "b0 Delivered"],
            (await DoneAsync(bench, 4)).Order(StringComparer.Ordinal));
        Assert.Equal(
            [0, 0, 0, 5, 15, 15, 15, 15, 15],
            Times(receiver, new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task The_backlog_of_a_dead_receiver_is_not_even_listed_while_others_are_served()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { BreakerFailures = 1, EndpointConcurrency = 1 });
        await using var dead = await Receiver.StartAsync(bench.Time, 500);
        await using var well = await Receiver.StartAsync(bench.Time, 200);
        bench.Add(Enumerable.Range(0, 1000).Select(i => bench.Row($"d{i}", dead.Url, stream: $"d{i}")));
        await bench.StartAsync();
        Assert.Equal("d0 Pending", await DoneAsync(bench));
        bench.Add(bench.Row("first", well.Url, stream: "well"));
        Assert.Equal("first Delivered", await DoneAsync(bench));

        var before = bench.Store.Listed;
        for (var i = 0; i < 40; i++)
        {
            bench.Add(bench.Row($"w{i}", well.Url, stream: "well"));
            Assert.Equal($"w{i} Delivered", await DoneAsync(bench));
        }

        Assert.InRange(bench.Store.Listed - before, 40, 999);
        await dead.NextAsync();
        Assert.False(dead.TryNext(out _));
    }

    [Fact]
    public async Task While_a_receiver_is_shut_ages_count_but_an_end_callback_gets_its_one_attempt()
    {
        var minutes = TimeSpan.FromMinutes(10);
        await using var bench = new DispatcherBench(
            new CallbackOptions { BreakerFailures = 1, BreakerDelay = minutes, BreakerMaxDelay = minutes, MaxAge = TimeSpan.FromMinutes(9) });
        await using var receiver = await Receiver.StartAsync(bench.Time, 500);
        bench.Add(bench.Row("tried", receiver.Url, stream: "s1"));
        await bench.StartAsync();
        Assert.Equal("tried Pending", await DoneAsync(bench));
        bench.Add(
            bench.Row("untried", receiver.Url, stream: "s2"),
            bench.Row("end1", receiver.Url, stream: "s3") with { Kind = CallbackKind.End },
            bench.Row("end2", receiver.Url, stream: "s4", sequence: 1) with { Kind = CallbackKind.End });

        bench.Clock.Advance(minutes);
        Assert.Equal(
            ["end1 Dead", "tried Dead", "untried Dead"],
            (await DoneAsync(bench, 3)).Order(StringComparer.Ordinal));
        Assert.Equal((1, 1, 0), (bench.Store.Row("end1").Attempts, bench.Store.Row("tried").Attempts, bench.Store.Row("untried").Attempts));
        Assert.Equal((CallbackState.Pending, 0), (bench.Store.Row("end2").State, bench.Store.Row("end2").Attempts));

        bench.Clock.Advance(minutes);
        Assert.Equal("end2 Dead", await DoneAsync(bench));
        Assert.Equal(1, bench.Store.Row("end2").Attempts);
    }

    [Fact]
    public async Task A_rotated_secret_signs_within_two_seconds_beside_the_one_before_it()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartAsync(bench.Time, 200);
        bench.Store.Secrets = ["whsec_b2xk"];
        bench.Add(bench.Row("c0", receiver.Url, sequence: 0));
        await bench.StartAsync();
        Assert.Equal("c0 Delivered", await DoneAsync(bench));
        Assert.Equal(SignatureCheck.Valid, Check(await receiver.NextAsync(), "whsec_b2xk"));

        bench.Store.Secrets = ["whsec_bmV3", "whsec_b2xk"];
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        bench.Add(bench.Row("c1", receiver.Url, sequence: 1));
        Assert.Equal("c1 Delivered", await DoneAsync(bench));
        var request = await receiver.NextAsync();
        Assert.Equal(SignatureCheck.Valid, Check(request, "whsec_bmV3"));
        Assert.Equal(SignatureCheck.Valid, Check(request, "whsec_b2xk"));
    }

    [Fact]
    public async Task A_stop_lets_what_is_under_way_finish_and_starts_nothing()
    {
        await using var bench = new DispatcherBench();
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync(bench.Time, _ => release.Task);
        bench.Add(bench.Row("c0", receiver.Url, sequence: 0), bench.Row("c1", receiver.Url, sequence: 1));
        await bench.StartAsync();
        await receiver.NextAsync();

        var stop = bench.StopAsync();
        release.SetResult();
        await stop;

        Assert.Equal(CallbackState.Delivered, bench.Store.Row("c0").State);
        Assert.Equal(CallbackState.Pending, bench.Store.Row("c1").State);
        Assert.False(receiver.TryNext(out _));
    }

    [Fact]
    public async Task What_a_stop_cuts_off_stays_pending_with_no_attempt_counted()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { ShutdownGrace = TimeSpan.Zero });
        await using var receiver = await Receiver.StartHangingAsync(bench.Time);
        bench.Add(bench.Row("c0", receiver.Url));
        await bench.StartAsync();
        await receiver.NextAsync();

        await bench.StopAsync();

        Assert.Equal(CallbackState.Pending, bench.Store.Row("c0").State);
        Assert.Equal(0, bench.Store.Row("c0").Attempts);
    }

    [Fact]
    public async Task A_callback_that_is_done_frees_its_place()
    {
        await using var bench = new DispatcherBench(new CallbackOptions { Concurrency = 1 });
        await using var receiver = await Receiver.StartAsync(bench.Time, 200);
        await bench.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            bench.Add(bench.Row($"c{i}", receiver.Url, sequence: i));
            Assert.Equal($"c{i} Delivered", await DoneAsync(bench));
        }
    }

    private static SignatureCheck Check(Received request, string secret) => WebhookSignature.Verify(
        request.Headers["webhook-id"],
        request.Headers["webhook-timestamp"],
        request.Headers["webhook-signature"],
        Encoding.UTF8.GetBytes(request.Body),
        [secret],
        request.At);

    private static IEnumerable<double> Times(Receiver receiver, DateTimeOffset start)
    {
        while (receiver.TryNext(out var request))
        {
            yield return (request!.At - start).TotalSeconds;
        }
    }

    private static async Task<IReadOnlyList<string>> DoneAsync(DispatcherBench bench, int count)
    {
        var done = new List<string>();
        while (done.Count < count)
        {
            done.Add(await DoneAsync(bench));
        }

        return done;
    }

    private static async Task<string> DoneAsync(DispatcherBench bench)
    {
        var outcome = await bench.Store.NextOutcomeAsync();
        return $"{outcome.Id} {outcome.State}";
    }
}
