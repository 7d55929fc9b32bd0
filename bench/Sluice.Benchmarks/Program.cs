using Sluice.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task>>
{
    ["close"] = CloseBenchmark.RunAsync,
    ["live"] = LiveCloseBenchmark.RunAsync,
    ["outbox"] = OutboxBenchmark.RunAsync,
    ["gate"] = GateBenchmark.RunAsync,
    ["pull"] = PullBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
};
if (args is [GatePeers.Name])
{
    await GatePeers.RunAsync();
    return 0;
}

if (args.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"there is no benchmark '{unknown}': {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

foreach (var name in args.Length == 0 ? benchmarks.Keys.ToArray() : args)
{
    await benchmarks[name]();
}

return 0;
