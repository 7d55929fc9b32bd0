using System.Runtime.Versioning;
using Sluice.Server.Evidence;
namespace Sluice.Tests.Evidence;

/// <summary>A clean start: nothing that a killed server left stays for ever.</summary>
public sealed class EvidenceLeftoversTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Half_written_files_are_removed_and_those_of_this_run_stay()
    {
        await using var bench = new EvidenceBench();
        await bench.SubmitAsync();
        var half = bench.Leave("evidence/tmp/half", 500);
        var halfKey = bench.Leave("evidence.key.0123456789abcdef", 32);
        var key = bench.Leave("evidence.key", 32);
        var own = Path.Combine(bench.Data, "evidence", "tmp", "own");
        await File.WriteAllBytesAsync(own, new byte[3], Token);
        File.SetLastWriteTimeUtc(own, bench.Clock.GetUtcNow().UtcDateTime);

        await bench.Leftovers.RemoveAsync(Token);

        Assert.Equal([false, false, true, true], new[] { half, halfKey, key, own }.Select(File.Exists));
    }

    [Fact]
    public async Task Evidence_of_streams_that_no_row_knows_is_removed_with_its_folders()
    {
        await using var bench = new EvidenceBench();
        var known = await bench.SubmitAsync();
        var kept = bench.Leave($"evidence/20261120/{known[..2]}/{known}/f0000001.jpg", 100);
        string[] unknown =
        [
            bench.Leave("evidence/20261120/00/000000000000000000000000000000zz/f0000001.jpg", 10),
            .. Enumerable.Range(0, 450).Select(i => bench.Leave($"evidence/20261121/x{i % 10}/x{i % 10}stream{i}/a0000001.mp3", 1)),
        ];
        bench.Store.Recount((_, exception) => throw exception, Token);

        await bench.Leftovers.RemoveAsync(Token);

        Assert.True(File.Exists(kept));
        Assert.DoesNotContain(unknown, File.Exists);
        Assert.DoesNotContain(unknown, file => Directory.Exists(Path.GetDirectoryName(file)));
        Assert.Equal(100, bench.Store.Bytes);
    }

    [Fact]
    public async Task What_was_written_after_the_start_is_never_removed()
    {
        await using var bench = new EvidenceBench();
        await bench.SubmitAsync();
        var unknown = await bench.SaveAsync("f", 5, "nobody-knows-this-one");
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var submitted = await bench.SubmitAsync();
        var key = await bench.SaveAsync("f", 7, submitted);

        await bench.Leftovers.RemoveAsync(Token);

        Assert.True(bench.Has(unknown) && bench.Has(key));
        Assert.Equal(12, bench.Store.Bytes);
    }

    [Fact]
    public async Task The_server_starts_at_once_and_cleans_up_by_itself()
    {
        await using var bench = new EvidenceBench(("MaxAge", "7.00:00:00"));
        var left = bench.Leave("evidence/20261120/ab/abcd/f0000001.jpg", 10);
        await bench.StartAsync();
        while (File.Exists(left))
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_cannot_be_read_is_named_and_the_rest_is_found()
    {
        await using var bench = new EvidenceBench();
        var closed = Path.GetDirectoryName(bench.Leave("evidence/20261120/aa/aaaa/f0000001.jpg", 10))!;
        bench.Leave("evidence/20261121/bb/bbbb/f0000001.jpg", 10);
        OtherUser.Open(bench.Data);
        File.SetUnixFileMode(closed, UnixFileMode.None);
        var unreadable = new List<string>();
        string[] found = [];

        OtherUser.Run(() => found = [.. EvidenceFolder.Walk(bench.Data, (folder, _) => unreadable.Add(folder), Token).Select(file => file.FullName)]);

        Assert.Equal([closed], unreadable);
        Assert.Equal([Path.Combine(bench.Data, "evidence/20261121/bb/bbbb/f0000001.jpg")], found);
    }
}
