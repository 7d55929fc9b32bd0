using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>What this process takes for a piece of work, all of its threads together.</summary>
internal static class ProcessorTime
{
    public static TimeSpan Of(Action action)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        action();
        self.Refresh();
        return self.TotalProcessorTime - before;
    }

    /// <summary>In milliseconds, of so many rounds.</summary>
    public static double Median(int rounds, Action action) =>
        Enumerable.Range(0, rounds).Select(_ => Of(action).TotalMilliseconds).Order().ElementAt(rounds / 2);

    /// <summary>Memory that the process has now, in bytes.</summary>
    public static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
