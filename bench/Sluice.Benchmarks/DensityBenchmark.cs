using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>
/// Many 720p30 streams at once, sampled every 3 s: how many slots have their frame, what a stream costs, a third of them after the other,
/// and how soon a source is let go. Their source, one process, shares the machine.
/// </summary>
internal static class DensityBenchmark
{
    public const string Name = "density";

    /// <summary>How many streams, when it is not said.</summary>
    public const int Usual = 40;

    /// <summary>A third of them after the other.</summary>
    public const int Parts = 3;

    private const int Interval = 3;
    private const int SingleCloses = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    // Between a start and the next close.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(int streams)
    {
        Console.WriteLine($"density: {streams} streams of 720p30, {Interval} s between frames, {Environment.ProcessorCount} processors; goals in brackets");
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            await using var server = await BenchServer.StartAsync();
            using var source = await ProgrammeServer.StartAsync(await LiveSource.RecordAsync(folder));
            using var counts = new PullCounts(source.SinceKeyframe);
            using var threads = new ThreadTimes();
            var running = new DensityStreams(server, await server.CreateKeyAsync(), source, Interval);
            var children = new List<double>();
            for (var part = 1; part <= Parts; part++)
            {
                await BeginAsync(running, counts, (streams * part / Parts) - running.Count);
                children.Add(await MeasureAsync(running, counts, source, threads));
            }

            CompareParts(children, streams);
            await CloseAsync(running);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task BeginAsync(DensityStreams running, PullCounts counts, int more)
    {
        var load = new MachineLoad();
        var began = Stopwatch.GetTimestamp();
        await running.BeginAsync(more);
        var pulling = await running.RunAsync(Patience);
        var begun = Stopwatch.GetElapsedTime(began);
        while (counts.Switched < running.Count && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Calm);
        }

        Console.WriteLine(Text(
            $"  {more} more: {pulling} of {running.Count} give media after {begun.TotalSeconds:0.0} s, {counts.Switched} decode keyframes only after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; {load}"));
        await Task.Delay(Settle);
    }

    // Returns what the children used, in cores.
    private static async Task<double> MeasureAsync(DensityStreams running, PullCounts counts, ProgrammeServer source, ThreadTimes threads)
    {
        await AwayFromKeyframesAsync(source);
        var load = new MachineLoad();
        using var programme = Process.GetProcessById(source.ProcessId);
        var sent = programme.TotalProcessorTime;
        var before = ProcessorUse.Now(threads);
        counts.TakeLags();
        await Task.Delay(Measured);
        var lags = counts.TakeLags();
        var used = ProcessorUse.Now(threads) - before;
        programme.Refresh();
        lags.Sort();

        var count = running.Count;
        var children = ProcessorUse.Sum(used.Children.Values) / Measured;
        var memory = used.Children.Keys.Select(ProcessTree.Memory).Where(bytes => bytes > 0).DefaultIfEmpty().Average();
        Console.WriteLine(Text($"  {count} streams: {load}"));
        Console.WriteLine(Text($"    slots filled        {100.0 * lags.Count / (count * (Measured.TotalSeconds / Interval)):0.0} % (100)"));
        Console.WriteLine(Text($"    wire to queue       {Milliseconds(lags, 0.5)}, {Milliseconds(lags, 0.95)} (p95 500), a keyframe every 2 s"));
        Console.WriteLine(Text($"    a stream's child    {100 * children / count:0.00} % of a core, {memory / (1 << 20):0.0} MiB PSS (35 with 40)"));
        Console.WriteLine(Text(
            $"    a stream's server   {100 * (used.Server / Measured) / count:0.00} % of a core (0.5); besides {100 * (used.Compiling / Measured):0.0} % compiling, for all together"));
        Console.WriteLine(Text($"    the source          {100 * ((programme.TotalProcessorTime - sent) / Measured):0} % of a core"));
        return children;
    }

    // All streams have their keyframes at the same moments: at the edge of what is measured a late one would count for all of them.
    private static async Task AwayFromKeyframesAsync(ProgrammeServer source)
    {
        while (source.SinceKeyframe(Stopwatch.GetTimestamp()) is var since && (since < Edge || since > Edge + Edge))
        {
            await Task.Delay(Edge / 10);
        }
    }

    private static void CompareParts(List<double> children, int streams)
    {
        var first = children[0] / (streams / Parts);
        var last = (children[^1] - children[^2]) / (streams - (streams * (Parts - 1) / Parts));
        Console.WriteLine(Text($"  a child of the last third ÷ of the first: {last / first:0.00} (1)"));
    }

    private static async Task CloseAsync(DensityStreams running)
    {
        var count = running.Count;
        var load = new MachineLoad();
        var disconnects = new List<TimeSpan>();
        for (var i = 0; i < SingleCloses; i++)
        {
            if (await running.CloseOneAsync(ClosePatience) is { } disconnect)
            {
                disconnects.Add(disconnect);
            }

            await running.BeginAsync(1);
            await running.RunAsync(Patience);
            await Task.Delay(Calm);
        }

        disconnects.Sort();
        Console.WriteLine(Text(
            $"  {SingleCloses} closes, one at a time, {count} running: answer to disconnect {Milliseconds(disconnects, 0.5)}, {Milliseconds(disconnects, 0.99)} (p99 50){Missing(SingleCloses - disconnects.Count)}; {load}"));

        await Task.Delay(Settle);
        load = new MachineLoad();
        var (fromCall, fromAnswer, missing) = await running.CloseAllAsync(ClosePatience);
        Console.WriteLine(Text(
            $"  {count} closed by one call: last disconnect {fromAnswer.TotalMilliseconds:0} ms after the answer, {fromCall.TotalMilliseconds:0} ms after the call (500 with 40){Missing(missing)}; {load}"));
    }

    private static string Missing(int count) => count == 0 ? "" : $", {count} sources saw none within {ClosePatience.TotalSeconds:0} s";

    private static string Milliseconds(List<TimeSpan> sorted, double share) => sorted.Count == 0
        ? "none"
        : Text($"p{100 * share:0} {sorted[(int)(sorted.Count * share)].TotalMilliseconds:0.0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
