using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Callbacks;

/// <summary>Many callbacks wait.</summary>
public class BacklogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hundreds_of_dead_endpoints_hold_up_no_live_one()
    {
        const int dead = 300;
        await using var bench = new DispatcherBench(new CallbackOptions { BreakerFailures = 1, EndpointConcurrency = 1 });
        await using var well = await Receiver.StartAsync(bench.Time, 200);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        bench.Add(Enumerable.Range(0, 3 * dead).Select(i => bench.Row($"d{i}", Url(i % dead), stream: $"d{i}")));
        await bench.StartAsync();
        for (var i = 0; i < dead; i++)
        {
            Assert.Equal(CallbackState.Pending, (await bench.Store.NextOutcomeAsync()).State);
        }

        var before = bench.Store.Listed;
        bench.Add(Enumerable.Range(0, 100).Select(i => bench.Row($"w{i}", well.Url, stream: $"w{i % 10}", sequence: i)));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(CallbackState.Delivered, (await bench.Store.NextOutcomeAsync()).State);
        }

        // Nothing of the dead ones was even listed.
        Assert.InRange(bench.Store.Listed - before, 100, 1500);
        Assert.Equal(2 * dead, Enumerable.Range(0, 3 * dead).Count(i => bench.Store.Row($"d{i}").Attempts == 0));

        string Url(int i) => string.Create(CultureInfo.InvariantCulture, $"http://127.1.{i / 250}.{(i % 250) + 1}:{port}/");
    }

    [Fact]
    public async Task A_streams_long_backlog_holds_up_no_other_stream_of_the_same_receiver()
    {
        await using var bench = new DispatcherBench();
        await using var receiver = await Receiver.StartAsync(
            bench.Time, context => context.Request.Path == "/slow" ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        bench.Add(Enumerable.Range(0, 2000).Select(i => bench.Row($"c{i}", $"{receiver.Url}/slow", sequence: i)));
        await bench.StartAsync();
        Assert.Equal("c0", (await receiver.NextAsync()).Body);

        bench.Add(bench.Row("other", receiver.Url, stream: "s2", sequence: 5000));
        Assert.Equal("other", (await bench.Store.NextOutcomeAsync()).Id);
        Assert.False(receiver.TryNext(out var request) && request!.Body != "other");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_receivers_do_all_is_delivered_pending_or_dead_and_each_end_comes_last(int seed)
    {
        const int streams = 8, segments = 25;
        using var database = new TestDatabase();
        await using var store = database.Open();
        await store.InitializeAsync(Token);
        await store.CreateKeyAsync(Rows.Key("acme"), Token);
        var milliseconds = new[] { 2, 4, 6 }.Select(ms => TimeSpan.FromMilliseconds(ms)).ToArray();
        await using var bench = new DispatcherBench(
            new CallbackOptions
            {
                RetryDelays = milliseconds,
                Timeout = TimeSpan.FromMilliseconds(200),
                BreakerFailures = 5,
                BreakerDelay = TimeSpan.FromMilliseconds(10),
                BreakerMaxDelay = TimeSpan.FromMilliseconds(20),
            },
            TimeProvider.System,
            outbox: store);
        var random = new Random(seed);
        var (answered, early) = (new ConcurrentDictionary<string, bool>(), new ConcurrentBag<string>());
        await using var receiver = await Receiver.StartAsync(TimeProvider.System, context => AnswerAsync(context, Next(random, 100)));
        await bench.StartAsync();

        var rows = new List<CallbackRow>();
        for (var s = 0; s < streams; s++)
        {
            var stream = Rows.Stream();
            Assert.Equal(SubmitStatus.Accepted, (await store.SubmitAsync(stream, Token)).Status);
            for (var i = 0; i < segments; i++)
            {
                var row = Dated(Rows.Segment(stream, i), $"{receiver.Url}/{stream.Id}");
                rows.Add(row);
                await store.ReportAsync(Rows.Report(stream, row), Token);
                bench.Signal.Wake();
                var counts = await store.CountAsync(null, Token);
                Assert.Equal(rows.Count, counts.Pending + counts.Delivered + counts.Dead);
            }

            var end = Dated(Rows.End(stream), $"{receiver.Url}/{stream.Id}");
            rows.Add(end);
            await store.EndAsync(Rows.Report(stream, end), EndReason.SourceEnded, bench.Time.GetUtcNow(), Token);
            bench.Signal.Wake();
        }

        CallbackCounts now;
        do
        {
            await Task.Yield();
            now = await store.CountAsync(null, Token);
            Assert.Equal(rows.Count, now.Pending + now.Delivered + now.Dead);
        }
        while (now.Pending > 0);

        Assert.Empty(early);
        Assert.True(now.Delivered > now.Dead && now.Dead > 0, $"{now}");
        foreach (var row in await store.ListCallbacksAsync(new CallbackFilter("acme", null, CallbackState.Delivered, null, 1000), Token))
        {
            Assert.True(answered.ContainsKey(row.Id), row.Id);
        }

        async Task AnswerAsync(HttpContext context, int chance)
        {
            var id = context.Request.Headers["webhook-id"].ToString();
            if (id.Contains("_end_", StringComparison.Ordinal))
            {
                var counts = await store.CountAsync(id[..32], CancellationToken.None);
                if (counts.Pending > 1)
                {
                    early.Add($"{id} {counts}");
                }
            }

            switch (chance)
            {
                case < 45:
                    answered[id] = true;
                    break;
                case < 70:
                    context.Response.StatusCode = 500;
                    break;
                case < 85:
                    context.Response.StatusCode = 301;
                    break;
                case < 99:
                    context.Abort();
                    break;
                default:
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                    break;
            }
        }

        CallbackRow Dated(CallbackRow row, string url) => row with
        {
            Url = url,
            Body = Encoding.UTF8.GetBytes(row.Id),
            CreatedAt = bench.Time.GetUtcNow(),
            DueAt = bench.Time.GetUtcNow(),
        };
    }

    [Fact]
    public async Task What_is_done_long_enough_is_removed_and_what_is_pending_stays()
    {
        await using var bench = new DispatcherBench();
        var now = bench.Time.GetUtcNow();
        bench.Store.Add(
            bench.Row("delivered", "http://a.example/") with { State = CallbackState.Delivered, DueAt = now.AddDays(-1) },
            bench.Row("dead", "http://a.example/") with { State = CallbackState.Dead, DueAt = now.AddDays(-1) },
            bench.Row("pending", "http://a.example/") with { DueAt = now.AddDays(-30) });
        bench.Store.Add(Enumerable.Range(0, 1200).Select(i =>
            bench.Row($"old{i}", "http://a.example/") with { State = CallbackState.Dead, DueAt = now.AddDays(-8) }));
        using var retention = new CallbackRetention(
            bench.Store,
            Microsoft.Extensions.Options.Options.Create(new CallbackOptions()),
            bench.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<CallbackRetention>.Instance);

        await retention.StartAsync(Token);
        await LeftAsync(new CallbackCounts(1, 1, 1));
        bench.Clock.Advance(CallbackRetention.SweepEvery);
        await LeftAsync(new CallbackCounts(1, 0, 1));
        bench.Clock.Advance(TimeSpan.FromDays(6));
        await LeftAsync(new CallbackCounts(1, 0, 0));
        await retention.StopAsync(Token);

        async Task LeftAsync(CallbackCounts expected)
        {
            while (await bench.Store.CountAsync(null, Token) != expected)
            {
                await Task.Yield();
            }
        }
    }

    private static int Next(Random random, int below)
    {
        lock (random)
        {
            return random.Next(below);
        }
    }
}
