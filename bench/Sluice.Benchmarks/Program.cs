using Sluice.Benchmarks;

string[] names = args.Length == 0 ? ["close", "outbox", "pull"] : args;
foreach (var name in names)
{
    switch (name)
    {
        case "close":
            await CloseBenchmark.RunAsync();
            break;
        case "outbox":
            await OutboxBenchmark.RunAsync();
            break;
        case "pull":
            await PullBenchmark.RunAsync();
            break;
        default:
            Console.Error.WriteLine($"there is no benchmark '{name}': close, outbox, pull");
            return 2;
    }
}

return 0;
