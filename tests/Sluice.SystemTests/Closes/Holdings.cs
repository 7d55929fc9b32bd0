using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Closes;

/// <summary>What a server holds of its machine at one moment.</summary>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Descriptors">Other open files, but not the program's own, nor the database's, whose connections for reading are kept.</param>
/// <param name="Children">Processes it started, zombies among them.</param>
/// <param name="Unfinished">Files in the data folder that are kept only while something is being written.</param>
internal sealed record Holdings(int Sockets, int Descriptors, int Children, int Unfinished)
{
    private const string Database = "sluice.db";

    public static Holdings Of(int process, string dataFolder)
    {
        var open = Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(TargetOf).ToList();
        var sockets = open.Count(target => target.StartsWith("socket:", StringComparison.Ordinal));
        var others = open.Count(target =>
            target.Length > 0 && !target.EndsWith(".dll", StringComparison.Ordinal) && !target.Contains(Database, StringComparison.Ordinal)) - sockets;
        var unfinished = Path.Combine(dataFolder, "evidence", "tmp");
        return new Holdings(
            sockets,
            others,
            ProcessTable.ChildrenAndZombiesOf(process).Count,
            Directory.Exists(unfinished) ? Directory.EnumerateFiles(unfinished).Count() : 0);
    }

    public static int ThreadsOf(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Count();

    private static string TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget ?? "";
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return "";
        }
    }
}
