using System.Globalization;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.StoreFailures;

/// <summary>A disk on which every write is an I/O error: the server's limit of a file's size is lowered while it runs.</summary>
internal sealed class BrokenDisk : IFaultyDisk
{
    // Else the signal that comes with the error would end the server. $0 is the data folder, $1 what it begins with.
    private const string Script =
        """
        cp -a "$1/." "$0" && shift && trap '' XFSZ && exec "$@"
        """;

    private readonly TemporaryFolder _disk = new();
    private int _server;

    public string DataFolder => _disk.Path;

    public string[] Within(string seed) => ["sh", "-c", Script, DataFolder, seed];

    public Task FailAsync(int server)
    {
        _server = server;
        return LimitAsync("1:unlimited");
    }

    public Task WorkAgainAsync() => LimitAsync("unlimited:unlimited");

    public void Dispose() => _disk.Dispose();

    private async Task LimitAsync(string limit)
    {
        await using var prlimit = new RunningProgram(
            "prlimit", "prlimit", ["--pid", _server.ToString(CultureInfo.InvariantCulture), $"--fsize={limit}"]);
        Assert.Equal(0, await prlimit.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }
}
