using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Benchmarks;

/// <summary>
/// Results a second from their report (one durable write each, as a session makes it) to their delivery, signed, to a fast receiver
/// in this process, against bare posts of the same bodies to the same receiver. Goal: 2,000 a second.
/// </summary>
internal static class OutboxBenchmark
{
    private const int Rounds = 5;
    private const int Results = 10_000;
    private const int Streams = 40;

    /// <summary>What the server has under way to one endpoint at most.</summary>
    private static readonly int Posts = new CallbackOptions().EndpointConcurrency;

    public static async Task RunAsync()
    {
        await using var server = await BenchServer.StartAsync();
        await using var receiver = await FastReceiver.StartAsync();
        var key = await server.CreateKeyAsync();
        var streams = await SeedAsync(server, key.Tenant.Name, receiver.Url.ToString());

        Console.WriteLine($"outbox: {Results} results of {Streams} streams a round, {Rounds} rounds after one to warm up, {Posts} posts at once");
        Console.WriteLine("µs: processor time of the process, producer, server and receiver together, per result");
        var rates = new List<double>();
        var ratios = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var rows = Rows(streams, round, receiver.Url.ToString());
            var bare = await MeasureAsync(() => PostAsync(receiver, rows));
            var outbox = await MeasureAsync(() => DeliverAsync(server, receiver, streams, rows));
            if (round > 0)
            {
                rates.Add(outbox.PerSecond);
                ratios.Add(outbox.PerSecond / bare.PerSecond);
                Console.WriteLine(
                    $"  outbox {outbox.PerSecond,6:0}/s {outbox.Microseconds,4:0} µs | bare posts {bare.PerSecond,6:0}/s {bare.Microseconds,4:0} µs | ratio {ratios[^1]:0.00}");
            }
        }

        rates.Sort();
        ratios.Sort();
        Console.WriteLine(
            $"outbox: median {rates[Rounds / 2]:0} results a second (min {rates[0]:0}, max {rates[^1]:0}), goal ≥ 2000; ÷ bare posts: median {ratios[Rounds / 2]:0.00}");
    }

    private static async Task<(double PerSecond, double Microseconds)> MeasureAsync(Func<Task> run)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        await run();
        return (Results / Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / Results);
    }

    private static async Task DeliverAsync(
        BenchServer server, FastReceiver receiver, IReadOnlyList<StreamRow> streams, IReadOnlyList<CallbackRow> rows)
    {
        var received = receiver.NextAsync(Results);
        var before = (await server.Store.CountAsync(null, CancellationToken.None)).Delivered;
        var byStream = rows.GroupBy(row => row.StreamId).ToDictionary(group => group.Key, group => group.ToArray());

        // As sessions do: each stream one report after the other.
        await Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            foreach (var row in byStream[stream.Id])
            {
                var report = new StreamReport { StreamId = stream.Id, Epoch = stream.Epoch, Progress = stream.Progress, Callbacks = [row] };
                if (!await server.Store.ReportAsync(report, CancellationToken.None))
                {
                    throw new InvalidOperationException("the report was refused");
                }

                server.Callbacks.Wake();
            }
        })));
        await received;
        while ((await server.Store.CountAsync(null, CancellationToken.None)).Delivered < before + Results)
        {
            await Task.Delay(5);
        }
    }

    private static async Task PostAsync(FastReceiver receiver, IReadOnlyList<CallbackRow> rows)
    {
        var received = receiver.NextAsync(Results);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Posts });
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = Posts }, async (row, token) =>
        {
            using var answer = await client.PostAsync(receiver.Url, new ByteArrayContent(row.Body), token);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new HttpRequestException($"{answer.StatusCode}");
            }
        });
        await received;
    }

    private static async Task<IReadOnlyList<StreamRow>> SeedAsync(BenchServer server, string tenant, string url)
    {
        var streams = new List<StreamRow>();
        for (var i = 0; i < Streams; i++)
        {
            var stream = new StreamRow
            {
                Id = Guid.NewGuid().ToString("N"),
                Tenant = tenant,
                SourceHash = Guid.NewGuid().ToString("N"),
                // Not the server's own node: nobody pulls these.
                Owner = "bench",
                SubmittedAt = TimeProvider.System.GetUtcNow(),
                Settings = new StreamSettings
                {
                    AppId = "default",
                    EventId = "VIDEOSTREAM",
                    StreamType = "NORMAL",
                    Url = "rtmp://source.example/live",
                    TokenId = "u",
                    ImageCallback = url,
                    Data = "{}",
                },
            };
            await server.Store.SubmitAsync(stream, int.MaxValue, CancellationToken.None);
            streams.Add(stream);
        }

        return streams;
    }

    /// <summary>As large as a frame's result.</summary>
    private static CallbackRow[] Rows(IReadOnlyList<StreamRow> streams, int round, string url)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rows = new CallbackRow[Results];
        for (var i = 0; i < Results; i++)
        {
            var stream = streams[i % Streams];
            var sequence = (round * Results) + i;
            var id = string.Create(CultureInfo.InvariantCulture, $"{stream.Id}_n1e1_{sequence:D7}");
            rows[i] = new CallbackRow
            {
                Id = id,
                StreamId = stream.Id,
                Tenant = stream.Tenant,
                ContentType = 1,
                Kind = CallbackKind.Segment,
                Sequence = sequence,
                Url = url,
                Body = Encoding.UTF8.GetBytes($$"""{"requestId":"{{id}}","code":1100,"text":"{{new string('x', 1200)}}"}"""),
                CreatedAt = now,
                DueAt = now,
            };
        }

        return rows;
    }
}
