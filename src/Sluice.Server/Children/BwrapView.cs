namespace Sluice.Server.Children;

/// <summary>
/// What bubblewrap shows a child: the system's programs and libraries and the folder of the child's own, all read-only; no
/// configuration, no homes, no data, no other process.
/// </summary>
internal static class BwrapView
{
    // Where distributions keep programs and libraries; on most all but the first are links into it.
    private static readonly string[] SystemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"];

    // How programs find their libraries.
    private static readonly string[] LoaderFiles = ["/etc/ld.so.cache", "/etc/alternatives"];

    /// <param name="program">Full path of the child's program.</param>
    /// <param name="hidden">A folder that must not be seen although it may lie within what is shown.</param>
    public static IReadOnlyList<string> Of(string program, string hidden)
    {
        // Folders that bubblewrap makes on the way are its user's alone unless it is told.
        List<string> view = ["--perms", "0755", "--dir", "/etc"];
        foreach (var folder in SystemFolders.Where(Directory.Exists))
            view.AddRange(new DirectoryInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder]);
        foreach (var file in LoaderFiles)
            view.AddRange(["--ro-bind-try", file, file]);

        foreach (var own in OwnFolders(program).Where(folder => !IsWithin(folder, "/usr")))
            view.AddRange(["--ro-bind", own, own]);
        if (view.Where((_, i) => i > 0 && view[i - 1] == "--ro-bind").Any(shown => IsWithin(hidden, shown)))
            view.AddRange(["--tmpfs", hidden]);

        view.AddRange(["--dev", "/dev", "--unshare-ipc", "--unshare-uts", "--unshare-pid", "--as-pid-1", "--die-with-parent"]);
        return view;
    }

    // The path as it is named and as it really is; beside a bin folder may be the libraries of a build of its own.
    private static IEnumerable<string> OwnFolders(string program)
    {
        var real = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        foreach (var folder in new[] { program, real }.Select(path => Path.GetDirectoryName(path)!).Distinct())
        {
            yield return folder;
            var libraries = Path.Combine(Path.GetDirectoryName(folder) ?? "/", "lib");
            if (Path.GetFileName(folder) == "bin" && Directory.Exists(libraries))
                yield return libraries;
        }
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
