namespace Sluice.Tests.Pulling;

/// <summary>What the kernel tells of processes and threads.</summary>
internal static class Processes
{
    /// <summary>A file of /proc; empty: what it tells of has ended.</summary>
    public static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
