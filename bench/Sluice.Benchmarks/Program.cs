using Sluice.Benchmarks;

string[] names = args.Length == 0 ? ["close", "live", "gate", "pull"] : args;
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
        case "gate":
            await GateBenchmark.RunAsync();
            break;
        case GatePeers.Name:
            await GatePeers.RunAsync();
            break;
        case "pull":
            await PullBenchmark.RunAsync();
            break;
        default:
            Console.Error.WriteLine($"there is no benchmark '{name}': close, live, gate, pull");
            return 2;
    }
}

return 0;
