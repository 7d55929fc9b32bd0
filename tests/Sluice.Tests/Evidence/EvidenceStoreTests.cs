using System.Runtime.Versioning;
using Sluice.Server.Evidence;

namespace Sluice.Tests.Evidence;

[UnsupportedOSPlatform("windows")]
public class EvidenceStoreTests
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_kept_by_day_and_stream_and_nothing_unfinished_is_left()
    {
        await using var bench = new EvidenceBench();

        var frame = await bench.Store.SaveAsync("9f1c2a7b", "0000008", new byte[] { 1, 2, 3 }, "image/jpeg", Token);
        var sound = await bench.Store.SaveAsync("9f1c2a7b", "a_3", new byte[] { 4 }, "audio/mpeg", Token);

        Assert.Equal("20261122/9f/9f1c2a7b/0000008.jpg", frame);
        Assert.Equal("20261122/9f/9f1c2a7b/a_3.mp3", sound);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(bench.Data, "evidence", frame), Token));
        Assert.Equal(4, bench.Store.Bytes);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bench.Data, "evidence", "tmp")));
    }

    [Fact]
    public async Task Only_the_owner_can_read_evidence()
    {
        await using var bench = new EvidenceBench();
        await bench.SaveAsync("f", 3);
        var root = Path.Combine(bench.Data, "evidence");

        string[] folders = [root, .. Directory.GetDirectories(root, "*", SearchOption.AllDirectories)];
        Assert.Equal(5, folders.Length);
        Assert.All(folders, folder => Assert.Equal(OwnerFolder, File.GetUnixFileMode(folder)));
        var file = Assert.Single(Directory.GetFiles(root, "*", SearchOption.AllDirectories));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_folder_of_evidence_that_others_can_read_is_closed_at_start()
    {
        await using var bench = new EvidenceBench();
        var root = Directory.CreateDirectory(Path.Combine(bench.Data, "evidence")).FullName;
        File.SetUnixFileMode(root, OwnerFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        bench.Store.Recount((_, exception) => throw exception, Token);

        Assert.Equal(OwnerFolder, File.GetUnixFileMode(root));
    }

    [Fact]
    public async Task A_second_save_replaces_the_first_and_is_counted_once()
    {
        await using var bench = new EvidenceBench();
        await bench.SaveAsync("f", 100);
        await bench.SaveAsync("f", 30);

        Assert.Equal(30, bench.Store.Bytes);
    }

    [Theory]
    [InlineData("..", "f", "image/jpeg")]
    [InlineData("../../etc", "f", "image/jpeg")]
    [InlineData("s", "../f", "image/jpeg")]
    [InlineData("s", "a/b", "image/jpeg")]
    [InlineData("s", "", "image/jpeg")]
    [InlineData("", "f", "image/jpeg")]
    [InlineData("s", "f\n", "image/jpeg")]
    [InlineData("s", "f\0", "image/jpeg")]
    [InlineData("s", "f", "text/html")]
    public async Task A_name_that_is_no_plain_name_is_not_saved(string stream, string name, string contentType)
    {
        await using var bench = new EvidenceBench();

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Store.SaveAsync(stream, name, new byte[1], contentType, Token));
        Assert.Equal(0, bench.Store.Bytes);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_nothing()
    {
        await using var bench = new EvidenceBench();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Store.SaveAsync("stream", "f", new byte[1], "image/jpeg", cancelled.Token));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bench.Data, "evidence"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Every_wrong_option_is_named_with_its_key()
    {
        var options = new EvidenceOptions { MaxAge = TimeSpan.Zero, MaxBytes = -1, UrlLifetime = TimeSpan.Zero, SweepInterval = TimeSpan.Zero };

        var failures = new EvidenceOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["Sluice:Evidence:MaxAge", "Sluice:Evidence:MaxBytes", "Sluice:Evidence:SweepInterval", "Sluice:Evidence:UrlLifetime"],
            failures.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.True(new EvidenceOptionsValidator().Validate(null, new EvidenceOptions()).Succeeded);
    }
}
