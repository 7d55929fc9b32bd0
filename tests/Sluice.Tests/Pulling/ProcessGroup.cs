using System.Globalization;

namespace Sluice.Tests.Pulling;

/// <summary>A process group of this machine.</summary>
internal static class ProcessGroup
{
    /// <summary>Its members, with zombies, by what the kernel tells.</summary>
    public static IReadOnlyList<int> Of(int leader) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && GroupIs(pid, leader)),
    ];

    private static bool GroupIs(int pid, int leader)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ')[2] == leader.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
