using Sluice.Benchmarks;

string[] names = args.Length == 0 ? ["close", "live", "pull"] : args;
foreach (var name in names)
{
    switch (name)
    {
        case "programme":
            await ProgrammeServer.ServeAsync(names[1]);
            return 0;
        case "density":
            await DensityBenchmark.RunAsync(names.Length > 1 && int.TryParse(names[^1], out var streams) ? streams : 40);
            return 0;
        case "close":
            await CloseBenchmark.RunAsync();
            break;
        case "live":
            await LiveCloseBenchmark.RunAsync();
            break;
        case "pull":
            await PullBenchmark.RunAsync();
            break;
        default:
            Console.Error.WriteLine($"there is no benchmark '{name}': close, live, pull, density [STREAMS]");
            return 2;
    }
}

return 0;
