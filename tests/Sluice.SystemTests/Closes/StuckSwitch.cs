using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Closes;

/// <summary>
/// A broadcast whose keyframes make the pull start a second child beside the first. The second gets a description and then
/// nothing, so both stay.
/// </summary>
internal sealed class StuckSwitch : IStuckPull
{
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FlvClip _clip;
    private readonly ScriptedSource _source;
    private int _count;

    private StuckSwitch(FlvClip clip)
    {
        _clip = clip;
        _source = new ScriptedSource(PlayAsync);
    }

    private string Path => $"/live/switch-{_count}.flv";

    private IReadOnlyList<SourceVisit> Visits => VisitsOf(Path);

    // What says how long it is would be no broadcast, and is never pulled twice at once.
    public static async Task<StuckSwitch> StartAsync() => new(await FlvClip.MakeAsync(
        "testsrc2=s=160x90:r=5:d=10", seconds: 10, "-g", "3", "-b:v", "60k", "-flvflags", "no_duration_filesize"));

    public string NextUrl()
    {
        _count++;
        return $"http://127.0.0.1:{_source.Port}{Path}";
    }

    public async Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within)
    {
        await Eventually.BeTrueAsync(
            () => Visits is { Count: 2 } two && two.All(visit => !visit.Left.IsCompleted), within, "two children are connected");
        Assert.True(server.Children.Count >= 2);
    }

    public async Task<long> LeftAsync(TimeSpan within)
    {
        var left = await Task.WhenAll(Visits.Select(visit => visit.Left)).WaitAsync(within, TestContext.Current.CancellationToken);
        Assert.Equal(2, left.Length);
        return left.Max();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private IReadOnlyList<SourceVisit> VisitsOf(string path) => [.. _source.Visits.Where(visit => visit.Path == path)];

    private async Task PlayAsync(string path, Stream stream, CancellationToken left)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray().Concat(_clip.Head).ToArray(), left);
        if (VisitsOf(path).Count > 1)
        {
            await ScriptedSource.NothingAsync(path, stream, left);
            return;
        }

        var began = TimeProvider.System.GetTimestamp();
        var sent = TimeSpan.Zero;
        using var timer = new PeriodicTimer(Step);
        do
        {
            var until = TimeProvider.System.GetElapsedTime(began) + Cached;
            using var piece = new MemoryStream();
            _clip.Write((long)sent.TotalMilliseconds, (long)until.TotalMilliseconds, piece);
            await stream.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), left);
            sent = TimeSpan.FromMilliseconds((long)until.TotalMilliseconds);
        }
        while (await timer.WaitForNextTickAsync(left));
    }
}
