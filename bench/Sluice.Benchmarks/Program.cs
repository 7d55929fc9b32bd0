using Sluice.Benchmarks;

string[] names = args.Length == 0 ? ["close", "pull", "memory"] : args;
foreach (var name in names)
{
    switch (name)
    {
        case "close":
            await CloseBenchmark.RunAsync();
            break;
        case "pull":
            await PullBenchmark.RunAsync();
            break;
        case "memory":
            await MemoryBenchmark.RunAsync();
            break;
        default:
            Console.Error.WriteLine($"there is no benchmark '{name}': close, pull, memory");
            return 2;
    }
}

return 0;
