using System.Globalization;

namespace Sluice.Benchmarks;

internal static class ProcessTree
{
    /// <summary>Whether one process was started by another, or by one that it started: a sandbox stands between the server and its child.</summary>
    public static bool Descends(int process, int ancestor)
    {
        while (process > 1 && process != ancestor)
        {
            process = int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
        }

        return process == ancestor;
    }

    /// <summary>Whether an ffmpeg is one of the server's: sources are children of this process too.</summary>
    public static bool IsPulling(int process) => File.ReadAllText($"/proc/{process}/cmdline").Contains("-skip_frame", StringComparison.Ordinal);

    /// <summary>Memory that a process has for itself, with its share of what it has in common with others (PSS), in bytes; 0: it has ended.</summary>
    public static long Memory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
