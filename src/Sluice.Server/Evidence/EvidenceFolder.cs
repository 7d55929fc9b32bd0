using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Server.Evidence;

/// <summary>
/// Where evidence lies: <c>evidence/yyyyMMdd/&lt;first two of the stream&gt;/&lt;stream&gt;/&lt;name&gt;.jpg</c> in the data folder. The part
/// after <c>evidence/</c> is the file's key.
/// </summary>
internal sealed partial class EvidenceFolder(string dataFolder)
{
    private const string DayFormat = "yyyyMMdd";

    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root { get; } = Path.GetFullPath(Path.Combine(dataFolder, "evidence"));

    /// <summary>Files that are being written. On the same file system as <see cref="Root"/>, so that a rename is atomic.</summary>
    public string Unfinished => Path.Combine(Root, "tmp");

    /// <summary>The file with the secret that links are signed with.</summary>
    public string KeyFile { get; } = Path.GetFullPath(Path.Combine(dataFolder, "evidence.key"));

    /// <summary>The key of a new file. Throws when the stream or the name has a character that a path should not have.</summary>
    public static string KeyOf(DateTimeOffset at, string streamId, string name, string contentType)
    {
        var extension = contentType switch
        {
            "image/jpeg" => "jpg",
            "audio/mpeg" => "mp3",
            _ => throw new ArgumentException($"'{contentType}' is not kept", nameof(contentType)),
        };
        var day = at.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture);
        var key = $"{day}/{(streamId.Length < 2 ? "__" : streamId[..2])}/{streamId}/{name}.{extension}";
        return IsKey(key) ? key : throw new ArgumentException($"'{streamId}' and '{name}' make no file name");
    }

    /// <summary>Only what <see cref="KeyOf"/> makes: no way up, no hidden file, no other separator.</summary>
    public static bool IsKey(string key) => KeyPattern().IsMatch(key);

    public static string ContentTypeOf(string key) => key.EndsWith(".mp3", StringComparison.Ordinal) ? "audio/mpeg" : "image/jpeg";

    /// <summary>The whole path of a key for which <see cref="IsKey"/> holds.</summary>
    public string PathOf(string key) => Path.Combine(Root, key);

    /// <summary>
    /// Makes a folder that is <see cref="Root"/> or below it, each level for its owner only: the runtime gives a mode to the
    /// last level alone.
    /// </summary>
    public void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (path != Root)
        {
            Create(Path.GetDirectoryName(path)!);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    /// <summary>Closes a <see cref="Root"/> that is there already to all but its owner.</summary>
    public void Close()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(Root))
        {
            File.SetUnixFileMode(Root, OwnerFolder);
        }
    }

    /// <summary>The days that have a folder, oldest first.</summary>
    public IReadOnlyList<(DateOnly Day, DirectoryInfo Folder)> Days()
    {
        var root = new DirectoryInfo(Root);
        if (!root.Exists)
        {
            return [];
        }

        var days = new List<(DateOnly Day, DirectoryInfo Folder)>();
        foreach (var folder in root.EnumerateDirectories())
        {
            if (DateOnly.TryParseExact(folder.Name, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add((day, folder));
            }
        }

        days.Sort((a, b) => a.Day.CompareTo(b.Day));
        return days;
    }

    /// <summary>The folders of streams, a day after the other. Links are not followed.</summary>
    /// <param name="unreadable">Told of folders that cannot be read: they are left out.</param>
    public IEnumerable<DirectoryInfo> Streams(Action<string, Exception> unreadable) =>
        Days().SelectMany(day => Read(day.Folder, unreadable)).OfType<DirectoryInfo>()
            .SelectMany(prefix => Read(prefix, unreadable)).OfType<DirectoryInfo>();

    /// <summary>All files below a folder. One that is not there has none; links to folders are not followed.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="unreadable">Told of folders that cannot be read: they are left out.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public static IEnumerable<FileInfo> Walk(string path, Action<string, Exception> unreadable, CancellationToken cancellationToken)
    {
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(path)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in Read(next, unreadable))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry is DirectoryInfo inner)
                {
                    folders.Push(inner);
                }
                else
                {
                    yield return (FileInfo)entry;
                }
            }
        }
    }

    /// <summary>Removes the folders that are empty, this one included. What cannot be read or removed stays.</summary>
    public static void Prune(DirectoryInfo folder)
    {
        try
        {
            foreach (var inner in folder.EnumerateDirectories())
            {
                Prune(inner);
            }

            if (!folder.EnumerateFileSystemInfos().Any())
            {
                folder.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A new file came in between, or it is not ours to remove.
        }
    }

    /// <summary>Halves of <see cref="KeyFile"/>: left by a server that was killed while it made one.</summary>
    public IEnumerable<FileInfo> UnfinishedKeys() =>
        new DirectoryInfo(Path.GetDirectoryName(KeyFile)!) is { Exists: true } data
            ? data.EnumerateFiles().Where(file => file.Name.StartsWith(Path.GetFileName(KeyFile) + ".", StringComparison.Ordinal))
            : [];

    private static FileSystemInfo[] Read(DirectoryInfo folder, Action<string, Exception> unreadable)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().Where(entry => entry is FileInfo || entry.LinkTarget is null)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            unreadable(folder.FullName, exception);
            return [];
        }
    }

    [GeneratedRegex(@"\A[0-9]{8}/[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_-]{1,128}\.(jpg|mp3)\z")]
    private static partial Regex KeyPattern();
}
