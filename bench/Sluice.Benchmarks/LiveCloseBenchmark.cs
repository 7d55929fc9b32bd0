using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Callbacks;
using Sluice.Server.Api.Keys;

namespace Sluice.Benchmarks;

/// <summary>
/// Closes while twenty real streams of one live server run beside: the time to answer at 200 a second, the time from the answer to the
/// disconnect that the source sees, and to the end callback. Sources, receiver, clients and server share the machine.
/// </summary>
internal static class LiveCloseBenchmark
{
    private const int Beside = 20;
    private const int PerSecond = 200;
    private const int Seeded = 30 * PerSecond;
    private const int Closed = 50;
    // Until what a stream costs is what it costs for good: keyframes only.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            await using var server = await BenchServer.StartAsync();
            await using var baseline = await NoOpServer.StartAsync();
            await using var receiver = await CallbackReceiver.StartAsync(new Uri("http://127.0.0.1:0"), TimeProvider.System, CancellationToken.None);
            var key = await server.CreateKeyAsync();
            await using var streams = new RunningStreams(server, key, await LiveSource.RecordAsync(folder), receiver);
            Console.WriteLine($"live: {Beside} real 720p30 streams run beside");
            await streams.BeginAsync(Beside);
            await Task.Delay(WarmUp);
            await AnswersAsync(server, baseline, key);
            await DisconnectsAsync(streams, receiver);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AnswersAsync(BenchServer server, NoOpServer baseline, KeyRow key)
    {
        const int connections = 16;
        foreach (var warmUp in new[] { true, false })
        {
            var requests = await SeededCloses.CreateAsync(server, key, Seeded);
            var nothing = await LoadRun.RunAsync(baseline.Url, connections, [.. Enumerable.Repeat(baseline.Request, Seeded)], PerSecond);
            var close = await LoadRun.RunAsync(server.Url, connections, requests, PerSecond);
            if (!warmUp)
            {
                Console.WriteLine(
                    $"  close at {PerSecond}/s: p50 {close.Percentile(50):0.00} ms, p99 {close.Percentile(99):0.00} ms (goals 2 and 20)"
                    + $" | no-op at {PerSecond}/s: p50 {nothing.Percentile(50):0.00} ms, p99 {nothing.Percentile(99):0.00} ms"
                    + $" | ratio of p50 {close.Percentile(50) / nothing.Percentile(50):0.0}");
            }
        }
    }

    private static async Task DisconnectsAsync(RunningStreams streams, CallbackReceiver receiver)
    {
        var disconnects = new List<double>();
        var ends = new List<double>();
        for (var i = 0; i < Closed; i++)
        {
            var (id, tap) = await streams.BeginTappedAsync();
            var answered = await streams.CloseAsync(id);
            disconnects.Add(Since(answered, await tap.PlayerLeft.WaitAsync(Patience)));
            ends.Add(Since(answered, await EndOfAsync(receiver, id)));
        }

        Console.WriteLine($"  disconnect after the answer, {Closed} streams: {Describe(disconnects)} (goal 100)");
        Console.WriteLine($"  end callback after the answer: {Describe(ends)} (goal 500)");
    }

    private static async Task<long> EndOfAsync(CallbackReceiver receiver, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var callback in receiver.Callbacks.ReadAllAsync(patience.Token))
        {
            using var body = JsonDocument.Parse(callback.Body);
            if (body.RootElement.GetProperty("requestId").GetString() == id && body.RootElement.GetProperty("statCode").GetInt32() == 1)
            {
                return callback.Timestamp;
            }
        }

        throw new InvalidOperationException("the receiver stopped");
    }

    // The source may see the end before the client has read the answer: that counts as at once.
    private static double Since(long answered, long seen) =>
        Math.Max(0, TimeProvider.System.GetElapsedTime(answered, seen).TotalMilliseconds);

    private static string Describe(List<double> milliseconds)
    {
        milliseconds.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {milliseconds[milliseconds.Count / 2]:0.0} ms, p99 {milliseconds[(int)(milliseconds.Count * 0.99)]:0.0} ms");
    }
}
