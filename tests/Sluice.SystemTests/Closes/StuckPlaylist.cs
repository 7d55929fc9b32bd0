using System.Text;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Closes;

/// <summary>HLS whose playlist gets no new segment for long: between two looks at it there is no connection at all.</summary>
internal sealed class StuckPlaylist : IStuckPull
{
    private readonly ScriptedSource _source;
    private readonly byte[] _segment;
    private int _count;

    private StuckPlaylist(byte[] segment)
    {
        _segment = segment;
        _source = new ScriptedSource(AnswerAsync);
    }

    public static async Task<StuckPlaylist> StartAsync()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("segment.ts");
        await LiveSource.RecordAsync(new CodeWindow(80, 80), TimeSpan.FromSeconds(2), "-f", "mpegts", file);
        return new StuckPlaylist(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    public string NextUrl() => $"http://127.0.0.1:{_source.Port}/live/{++_count}.m3u8";

    // The playlist, for its renditions and then to play it, and its segment; the playlist again after its ten seconds.
    public Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within) => Eventually.BeTrueAsync(
        () => _source.Visits is { } visits && visits.Count == 3 * _count && visits.All(visit => visit.Left.IsCompleted),
        within,
        "the playlist and its segment are fetched");

    public async Task<long> LeftAsync(TimeSpan within)
    {
        // Nothing is connected; what would connect is the child.
        await Task.WhenAll(_source.Visits.Select(visit => visit.Left)).WaitAsync(within, TestContext.Current.CancellationToken);
        var playlist = $":{_source.Port}/live/{_count}.m3u8";
        await Eventually.BeTrueAsync(() => ProcessTable.With(playlist).Count == 0, within, "nobody will look at the playlist again");
        return TimeProvider.System.GetTimestamp();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task AnswerAsync(string path, Stream stream, CancellationToken left)
    {
        var body = path.EndsWith(".m3u8", StringComparison.Ordinal)
            ? Encoding.ASCII.GetBytes("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:10.0,\n/segment.ts\n")
            : _segment;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), left);
        await stream.WriteAsync(body, left);
    }
}
