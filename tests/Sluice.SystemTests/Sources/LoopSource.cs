namespace Sluice.SystemTests.Sources;

/// <summary>
/// HTTP-FLV for many streams at once: every path under <c>/live/</c> is a broadcast that never ends. A new player gets what a
/// live server has cached at once, the rest in real time.
/// </summary>
internal sealed class LoopSource : IAsyncDisposable
{
    private static readonly byte[] ResponseHead = "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan SendEvery = TimeSpan.FromMilliseconds(100);

    private readonly ScriptedSource _server;
    private readonly FlvClip _clip;
    private readonly TimeSpan _cached;

    /// <param name="clip">What is sent.</param>
    /// <param name="cached">How much of it a new player gets at once.</param>
    public LoopSource(FlvClip clip, TimeSpan cached)
    {
        (_clip, _cached) = (clip, cached);
        _server = new ScriptedSource(PlayAsync);
    }

    /// <summary>The beginning of all its addresses: what a puller has in its command line.</summary>
    public string Address => $"http://127.0.0.1:{_server.Port}/live/";

    public string UrlOf(string name) => $"{Address}{name}.flv";

    public IReadOnlyList<SourceVisit> VisitsOf(string name) => [.. _server.Visits.Where(visit => visit.Path == $"/live/{name}.flv")];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task PlayAsync(string path, Stream stream, CancellationToken left)
    {
        var began = TimeProvider.System.GetTimestamp();
        await stream.WriteAsync(ResponseHead.Concat(_clip.Head).ToArray(), left);
        using var timer = new PeriodicTimer(SendEvery);
        using var media = new MemoryStream();
        long sent = 0;
        do
        {
            var due = (long)(TimeProvider.System.GetElapsedTime(began) + _cached).TotalMilliseconds;
            media.SetLength(0);
            _clip.Write(sent, due, media);
            sent = due;
            await stream.WriteAsync(media.GetBuffer().AsMemory(0, (int)media.Length), left);
        }
        while (await timer.WaitForNextTickAsync(left));
    }
}
