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

    // A second child may be about to take over from the first.
    public async Task<long> LeftAsync(TimeSpan within)
    {
        await Eventually.BeTrueAsync(
            () => _source.VisitsOf(Name).All(visit => visit.Left.IsCompleted), within, "nobody is connected to the source");
        var visits = _source.VisitsOf(Name);
        Assert.InRange(visits.Count, 1, 2);
        return (await Task.WhenAll(visits.Select(visit => visit.Left)).WaitAsync(within, TestContext.Current.CancellationToken)).Max();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
