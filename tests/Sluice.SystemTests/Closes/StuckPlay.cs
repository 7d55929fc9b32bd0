using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Closes;

/// <summary>A broadcast that plays: the pull is at a number of frames.</summary>
internal sealed class StuckPlay(FlvClip clip, TimeSpan cached) : IStuckPull
{
    private readonly LoopSource _source = new(clip, cached);
    private int _count;

    private string Name => $"play-{_count}";

    public string NextUrl()
    {
        _count++;
        return _source.UrlOf(Name);
    }

    public Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within) => Eventually.BeTrueAsync(
        async () => (await server.ShowAsync(accessKey, requestId)).Frames.Moderated >= 1, within, "a frame is judged");

    public async Task<long> LeftAsync(TimeSpan within) =>
        await Assert.Single(_source.VisitsOf(Name)).Left.WaitAsync(within, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
