namespace Sluice.Cli.Serving;

/// <summary>Where a server keeps its data.</summary>
internal static class DataFolder
{
    /// <summary><c>$XDG_DATA_HOME/sluice</c>, or <c>~/.local/share/sluice</c> when that is not an absolute path.</summary>
    public static string Default =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { } folder && Path.IsPathFullyQualified(folder)
            ? Path.Combine(folder, "sluice")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "sluice");
}
