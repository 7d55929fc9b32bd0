using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>The processor time of this process so far, in which the server runs, and of the children that pull.</summary>
internal sealed record ProcessorUse
{
    private const string Compiler = ".NET Tiered Com";
    private const string Judges = "sluice-detect";

    /// <summary>All of the server but what is named below.</summary>
    public TimeSpan Server { get; private init; }

    /// <summary>Compiling code that was found to run often: done once, however many streams run then.</summary>
    public TimeSpan Compiling { get; private init; }

    /// <summary>Decoding and judging frames.</summary>
    public TimeSpan Judging { get; private init; }

    /// <summary>By process.</summary>
    public required IReadOnlyDictionary<int, TimeSpan> Children { get; init; }

    public static ProcessorUse Now(ThreadTimes threads)
    {
        using var self = Process.GetCurrentProcess();
        var (compiling, judging) = (threads.Of(Compiler), threads.Of(Judges));
        return new ProcessorUse
        {
            Server = self.TotalProcessorTime - compiling - judging,
            Compiling = compiling,
            Judging = judging,
            Children = ChildrenOf(self.Id),
        };
    }

    /// <summary>What was used since. A child that was replaced meanwhile is left out, with its successor.</summary>
    public static ProcessorUse operator -(ProcessorUse now, ProcessorUse before) => new()
    {
        Server = now.Server - before.Server,
        Compiling = now.Compiling - before.Compiling,
        Judging = now.Judging - before.Judging,
        Children = now.Children.Where(child => before.Children.ContainsKey(child.Key))
            .ToDictionary(child => child.Key, child => child.Value - before.Children[child.Key]),
    };

    public static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    private static Dictionary<int, TimeSpan> ChildrenOf(int ancestor)
    {
        var times = new Dictionary<int, TimeSpan>();
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                try
                {
                    if (ProcessTree.Descends(process.Id, ancestor) && ProcessTree.IsPulling(process.Id))
                    {
                        times[process.Id] = process.TotalProcessorTime;
                    }
                }
                catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
                {
                    // It ended meanwhile.
                }
            }
        }

        return times;
    }
}
