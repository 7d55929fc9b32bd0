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
}
