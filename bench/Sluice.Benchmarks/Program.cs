using Sluice.Benchmarks;

string[] names = args.Length == 0 ? ["close", "live", "outbox", "pull", "memory"] : args;
foreach (var name in names)
{
    switch (name)
    {
        case "close":
            await CloseBenchmark.RunAsync();
            break;
        case "live":
            await LiveCloseBenchmark.RunAsync();
            break;
        case "outbox":
            await OutboxBenchmark.RunAsync();
            break;
        case "pull":
            await PullBenchmark.RunAsync();
            break;
        case "memory":
            await MemoryBenchmark.RunAsync();
            break;
        default:
            Console.Error.WriteLine($"there is no benchmark '{name}': close, live, outbox, pull, memory");
            return 2;
    }
}

return 0;
