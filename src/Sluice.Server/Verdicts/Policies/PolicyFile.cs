namespace Sluice.Server.Verdicts.Policies;

/// <summary>Where the policy is written.</summary>
internal sealed class PolicyFile
{
    /// <summary>The one in the data folder, which need not be there.</summary>
    public const string DefaultName = "policy.json";

    private readonly bool _isOptional;

    /// <param name="configured">In the data folder unless its path is rooted; null: the default one.</param>
    /// <param name="dataFolder">Full path.</param>
    public PolicyFile(string? configured, string dataFolder)
    {
        _isOptional = configured is null;
        Path = System.IO.Path.GetFullPath(configured ?? DefaultName, dataFolder);
    }

    /// <summary>Full.</summary>
    public string Path { get; }

    /// <summary>Reads it, whatever state it is in.</summary>
    public PolicyContent Read()
    {
        try
        {
            // An editor may put another file in its place at any time: the one that was opened stays the same.
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One byte more than there should be: it may be growing.
            var json = new byte[Math.Min(file.Length, PolicyDocument.MostBytes) + 1];
            var read = file.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return read > PolicyDocument.MostBytes
                ? PolicyContent.Unreadable($"it has more than {PolicyDocument.MostBytes} bytes")
                : PolicyContent.Of(json[..read]);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return _isOptional ? PolicyContent.BuiltIn : PolicyContent.Unreadable("there is no such file");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return PolicyContent.Unreadable($"it cannot be read: {failure.Message}");
        }
    }
}
