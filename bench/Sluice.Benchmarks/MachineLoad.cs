using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>How busy the whole machine was since this was made: figures of a busy one say little.</summary>
internal sealed class MachineLoad
{
    private const int Idle = 3;
    private const int Waiting = 4;
    private const int Stolen = 7;

    private readonly double[] _before = Times();

    public override string ToString()
    {
        var used = Times().Zip(_before, (now, before) => now - before).ToArray();
        var all = Math.Max(1, used.Sum());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"machine {100 * (all - used[Idle] - used[Waiting]) / all:0} % busy, {100 * used[Stolen] / all:0} % stolen, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    // user, nice, system, idle, iowait, irq, softirq, steal
    private static double[] Times() =>
        [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
}
