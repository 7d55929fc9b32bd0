namespace Sluice.Cli.Diagnosis;

/// <summary>Can a server keep its data in this folder? Nothing is left behind.</summary>
internal static class FolderChecks
{
    private const long Gigabyte = 1_000_000_000;

    /// <summary>Below this the store will soon refuse writes.</summary>
    private const long Least = Gigabyte / 4;

    public static IReadOnlyList<DoctorCheck> Run(string dataFolder)
    {
        // A folder that does not exist yet is made where its nearest parent is.
        var existing = new DirectoryInfo(dataFolder);
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        return [CheckWritable(dataFolder, existing.FullName), CheckSpace(existing.FullName)];
    }

    private static DoctorCheck CheckWritable(string dataFolder, string existing)
    {
        const string Name = "data folder";
        try
        {
            using var probe = new FileStream(
                Path.Combine(existing, $".sluice-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return new DoctorCheck(Name, true, dataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DoctorCheck(Name, false, $"{dataFolder} cannot be written: {e.Message}");
        }
    }

    private static DoctorCheck CheckSpace(string existing)
    {
        var free = new DriveInfo(existing).AvailableFreeSpace;
        return new DoctorCheck(
            "disk space", free >= Least, FormattableString.Invariant($"{free / (double)Gigabyte:0.0} GB free") + (free >= Least ? "" : ": too little"));
    }
}
