using Sluice.Protocol;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Receivers;

/// <summary>Nothing that was produced is lost, whatever became of it.</summary>
internal static class OwedChecks
{
    /// <summary>At any moment: no result is missing among those that were written, and each is in one state.</summary>
    /// <returns>The callbacks, newest first.</returns>
    public static async Task<IReadOnlyList<CallbackInfo>> HoldAsync(SluiceProcess server, string accessKey, string id)
    {
        // Callbacks only become more: what is counted first is the least of what is listed, what is counted last the most.
        var before = (await server.ShowAsync(accessKey, id)).Callbacks;
        var listed = await server.ListCallbacksAsync(accessKey, id);
        var after = (await server.ShowAsync(accessKey, id)).Callbacks;
        Assert.InRange(listed.Count, before.Pending + before.Delivered + before.Dead, after.Pending + after.Delivered + after.Dead);
        Assert.Equal(listed.Count, listed.Select(callback => callback.Id).Distinct().Count());
        foreach (var type in (ContentType[])[ContentType.Frame, ContentType.Audio])
        {
            var sequences = listed.Where(callback => callback.Kind == "segment" && callback.ContentType == type).Select(callback => callback.Sequence!.Value);
            var ordered = sequences.Order().ToList();
            Assert.Equal(Enumerable.Range(0, ordered.Count).Select(n => (long)n), ordered);
        }

        return listed;
    }

    /// <summary>When a stream has ended: delivered + pending + dead is what was produced, its two ends among it.</summary>
    public static async Task<IReadOnlyList<CallbackInfo>> AddUpAsync(SluiceProcess server, string accessKey, string id)
    {
        var listed = await HoldAsync(server, accessKey, id);
        var shown = await server.ShowAsync(accessKey, id);
        Assert.Equal("ended", shown.State);
        var produced = shown.Frames.Moderated + shown.Segments.Moderated + 2;
        Assert.Equal(produced, shown.Callbacks.Pending + shown.Callbacks.Delivered + shown.Callbacks.Dead);
        Assert.Equal(produced, listed.Count);
        Assert.Equal(
            [ContentType.Frame, ContentType.Audio],
            listed.Where(callback => callback.Kind == "end").Select(callback => callback.ContentType).Order());
        return listed;
    }
}
