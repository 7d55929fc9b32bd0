using System.Globalization;

namespace Sluice.SystemTests.Processes;

/// <summary>What runs on this machine, as the kernel tells it.</summary>
internal static class ProcessTable
{
    // The first process of the namespace that children are born into, which stays for as long as the server.
    private const string FirstOfNamespace = "/bin/cat\0";

    /// <summary>Processes that this one started for its work and that still run, whatever they are.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. ChildrenAndZombiesOf(parent).Where(Runs)];

    /// <summary>The same with zombies: children that have ended and were not reaped.</summary>
    public static IReadOnlyList<int> ChildrenAndZombiesOf(int parent) =>
        [.. All().Where(id => Read(id) is { } stat && stat.Parent == parent && CommandOf(id) != FirstOfNamespace)];

    /// <summary>Processes that have this text in their command line, whoever started them.</summary>
    public static IReadOnlyList<int> With(string text) => [.. All().Where(id => CommandOf(id).Contains(text, StringComparison.Ordinal))];

    /// <summary>It is there, and no zombie that only waits to be reaped.</summary>
    public static bool Runs(int id) => Read(id) is { State: not 'Z' };

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private static string CommandOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // "4711 (a name, with (anything) in it) S 4710 …"
    private static (char State, int Parent)? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
