namespace Sluice.Benchmarks;

/// <summary>
/// Closes of running streams a second over 32 connections, each durable before its answer, against an endpoint of the same
/// process that reads JSON and writes JSON and does nothing else. Goal: at least 0.35 of it.
/// </summary>
internal static class CloseBenchmark
{
    private const int Connections = 32;
    private const int Rounds = 5;
    private const int ClosesARound = 12_000;

    public static async Task RunAsync()
    {
        await using var server = await BenchServer.StartAsync();
        await using var baseline = await NoOpServer.StartAsync();
        var key = await server.CreateKeyAsync();

        Console.WriteLine($"close: {Connections} connections, {Rounds} rounds of {ClosesARound} each, after two to warm up");
        Console.WriteLine("µs: processor time of the process, client and server together, per request");
        var ratios = new List<double>();
        for (var round = -1; round <= Rounds; round++)
        {
            var requests = await SeededCloses.CreateAsync(server, key, ClosesARound);
            var nothing = await LoadRun.RunAsync(baseline.Url, Connections, Enumerable.Repeat(baseline.Request, ClosesARound).ToArray());
            var close = await LoadRun.RunAsync(server.Url, Connections, requests);
            if (round <= 0)
            {
                continue;
            }

            var ratio = close.PerSecond / nothing.PerSecond;
            ratios.Add(ratio);
            Console.WriteLine(
                $"  close {close.PerSecond,7:0}/s p50 {close.Percentile(50),6:0.00} ms p99 {close.Percentile(99),6:0.00} ms {close.ProcessorMicroseconds,4:0} µs"
                + $" | no-op {nothing.PerSecond,7:0}/s p50 {nothing.Percentile(50),6:0.00} ms {nothing.ProcessorMicroseconds,4:0} µs"
                + $" | ratio {ratio:0.00}");
        }

        ratios.Sort();
        Console.WriteLine($"close ÷ no-op: median {ratios[Rounds / 2]:0.00} (min {ratios[0]:0.00}, max {ratios[^1]:0.00}), goal ≥ 0.35");
    }
}
