using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.StoreFailures;

/// <summary>
/// A disk of a few megabytes that a server has for its data, and that can be filled up. Only the server sees it: it is mounted in
/// a namespace of the server's, and gone with it.
/// </summary>
internal sealed class SmallDisk : IFaultyDisk
{
    // $0 is the mount point, $1 what it begins with, the rest the server.
    private const string Script =
        """
        mount -t tmpfs -o size=24m,mode=700 none "$0" && cp -a "$1/." "$0" && shift && exec "$@"
        """;

    private readonly TemporaryFolder _disk = new();
    private int _server;

    public string DataFolder => _disk.Path;

    private string Filler => $"/proc/{_server}/root{_disk.File("filler")}";

    public string[] Within(string seed) =>
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", Script, DataFolder, seed];

    public Task FailAsync(int server)
    {
        _server = server;
        var block = new byte[4096];
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            return Task.CompletedTask;
        }
    }

    public Task WorkAgainAsync()
    {
        File.Delete(Filler);
        return Task.CompletedTask;
    }

    public void Dispose() => _disk.Dispose();
}
