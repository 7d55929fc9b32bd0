using System.Security.Cryptography;

namespace Sluice.Server.Evidence;

/// <summary>The secret that links to evidence are signed with: 32 random bytes in a file of the data folder, made on first use.</summary>
internal sealed class EvidenceKey
{
    private const int Length = 32;

    private readonly Lazy<byte[]> _bytes;
    private readonly string _run = Guid.NewGuid().ToString("N");

    public EvidenceKey(EvidenceFolder folder) => _bytes =
        new Lazy<byte[]>(() => LoadOrCreate(folder.KeyFile), LazyThreadSafetyMode.PublicationOnly);

    public ReadOnlySpan<byte> Bytes => _bytes.Value;

    /// <summary>This run writes the file, whatever its time says.</summary>
    public bool IsOfThisRun(FileInfo unfinished) => unfinished.Name.Contains(_run, StringComparison.Ordinal);

    private byte[] LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Length
            ? bytes
            : throw new InvalidDataException($"{path} must hold {Length} bytes, but holds {bytes.Length}; remove it to have a new one made");
    }

    // Written whole under another name first: a half-written key must never be seen, and another process may do the same.
    private void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{_run}-{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Length));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }
}
