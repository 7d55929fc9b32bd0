using System.Runtime.Versioning;

namespace Sluice.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteFileModeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Folder_file_and_side_files_are_private()
    {
        await using var store = _database.Open();
        await store.InitializeAsync(Token);
        await store.CheckAsync(Token);

        Assert.Equal(Mode("rwx"), File.GetUnixFileMode(Path.GetDirectoryName(_database.Path)!));
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            Assert.Equal(Mode("rw"), File.GetUnixFileMode(_database.Path + suffix));
    }

    [Fact]
    public async Task A_file_that_others_could_read_is_made_private_and_a_folder_that_was_there_keeps_its_mode()
    {
        var folder = Path.GetDirectoryName(_database.Path)!;
        Directory.CreateDirectory(folder);
        var shared = Mode("rwx") | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(folder, shared);
        await File.WriteAllBytesAsync(_database.Path, [], Token);
        File.SetUnixFileMode(_database.Path, Mode("rw") | UnixFileMode.OtherRead);
        await using var store = _database.Open();

        await store.InitializeAsync(Token);

        Assert.Equal(Mode("rw"), File.GetUnixFileMode(_database.Path));
        Assert.Equal(shared, File.GetUnixFileMode(folder));
    }

    private static UnixFileMode Mode(string rights) =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | (rights == "rwx" ? UnixFileMode.UserExecute : 0);
}
