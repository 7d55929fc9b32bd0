using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Closes;

/// <summary>A source that takes the connection and then leaves it at what a script says.</summary>
internal sealed class StuckConnection : IStuckPull
{
    private readonly ScriptedSource _source;
    private readonly string _scheme;
    private readonly string _extension;
    private int _count;

    private StuckConnection(ScriptedSource source, string scheme, string extension) =>
        (_source, _scheme, _extension) = (source, scheme, extension);

    /// <summary>An RTMP server that never answers the handshake.</summary>
    public static StuckConnection Handshake() => new(new ScriptedSource(ScriptedSource.NothingAsync, readsRequests: false), "rtmp", "");

    /// <summary>A web server that never answers.</summary>
    public static StuckConnection NoHeaders() => new(new ScriptedSource(ScriptedSource.NothingAsync), "http", ".flv");

    /// <summary>A broadcast of which only the description comes: the first frame is waited for.</summary>
    public static StuckConnection NoFrame(FlvClip clip) => new(
        new ScriptedSource(async (path, stream, left) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray().Concat(clip.Head).ToArray(), left);
            await ScriptedSource.NothingAsync(path, stream, left);
        }),
        "http",
        ".flv");

    public string NextUrl() => $"{_scheme}://127.0.0.1:{_source.Port}/live/{++_count}{_extension}";

    public Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within) =>
        Eventually.BeTrueAsync(() => _source.Visits.Count == _count, within, "the source is contacted");

    public async Task<long> LeftAsync(TimeSpan within)
    {
        var left = await Task.WhenAll(_source.Visits.Select(visit => visit.Left)).WaitAsync(within, TestContext.Current.CancellationToken);
        Assert.Equal(_count, left.Length);
        return left.Max();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
