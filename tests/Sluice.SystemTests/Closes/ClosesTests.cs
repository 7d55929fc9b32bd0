using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Order;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Closes;

[TakesSeconds(95)]
public sealed class ClosesTests(ClosingServer server) : IClassFixture<ClosingServer>
{
    private static readonly TimeSpan DisconnectsWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(15);
    /// <summary>The pool of the runtime grows and shrinks; one thread for each stream would be far more.</summary>
    private const int MoreThreads = 25;

    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_close_while_a_TCP_connect_is_not_answered() => await CloseAsync(await StuckConnect.StartAsync());

    [Fact]
    public async Task A_close_while_an_RTMP_handshake_stalls() => await CloseAsync(StuckConnection.Handshake());

    [Fact]
    public async Task A_close_while_the_HTTP_headers_do_not_come() => await CloseAsync(StuckConnection.NoHeaders());

    [Fact]
    public async Task A_close_before_the_first_frame() => await CloseAsync(StuckConnection.NoFrame(server.Clip));

    [Fact]
    public async Task A_close_between_two_playlists() => await CloseAsync(await StuckPlaylist.StartAsync());

    [Fact]
    public async Task A_close_in_the_pause_before_a_retry() => await CloseAsync(new StuckRetry());

    [Fact]
    public async Task A_close_while_the_stream_plays() => await CloseAsync(new StuckPlay(server.Clip, Cached));

    [Fact]
    public async Task A_close_while_one_child_is_to_take_over_from_another() => await CloseAsync(await StuckSwitch.StartAsync());

    [Fact]
    public async Task A_close_while_what_was_captured_is_still_judged()
    {
        // Pictures that take long to judge but not to decode, a cached dozen of them at once.
        var slow = await FlvClip.MakeAsync("testsrc2=s=1920x1080:r=1:d=12,noise=alls=60", seconds: 12, "-g", "12", "-crf", "18");
        await using var pull = new StuckPlay(slow, TimeSpan.FromSeconds(10));
        var id = await server.SubmitAsync(pull);

        // 1. The first close: the source is left, the judging goes on.
        var children = server.Process.Children;
        var answered = await server.CloseAsync(id);
        var before = server.Receiver.Calls.Frames(id).Count;
        await LeftInTimeAsync(pull, answered);
        Assert.Equal("closing", (await server.ShowAsync(id)).State);

        // 2. The second one changes nothing: what was captured before the first is delivered, then the end.
        await server.CloseAsync(id);
        await EndedAsync(id, children);
        Assert.True(server.Receiver.Calls.Frames(id).Count > before, "nothing was judged after the close");
    }

    [Fact]
    public async Task Closes_in_every_state_leave_nothing_behind()
    {
        IStuckPull[] pulls =
        [
            await StuckConnect.StartAsync(), StuckConnection.Handshake(), StuckConnection.NoHeaders(), StuckConnection.NoFrame(server.Clip),
            await StuckPlaylist.StartAsync(), new StuckRetry(), new StuckPlay(server.Clip, Cached),
            await StuckSwitch.StartAsync(),
        ];
        try
        {
            // What is opened once and kept is there after the first round.
            await CloseOneOfEachAsync(pulls);
            await Eventually.BeTrueAsync(() => Held() is { Children: 0, Unfinished: 0 }, EndsWithin, "the server is at rest");
            var (before, threads) = (await AtRestAsync(), Holdings.ThreadsOf(server.Process.Id));

            for (var round = 0; round < Soak.Rounds(8); round++)
                await CloseOneOfEachAsync(pulls);

            await Eventually.BeTrueAsync(() => Held() == before, EndsWithin, () => $"{Held()} is what it was, {before}");
            Assert.InRange(Holdings.ThreadsOf(server.Process.Id), 1, threads + MoreThreads);
        }
        finally
        {
            foreach (var pull in pulls)
                await pull.DisposeAsync();
        }

        Holdings Held() => Holdings.Of(server.Process.Id, server.DataFolder);

        // A server that lags lets go of its last sockets somewhat later.
        async Task<Holdings> AtRestAsync()
        {
            var (last, same) = (Held(), 0);
            await Eventually.BeTrueAsync(
                () =>
                {
                    var now = Held();
                    (last, same) = (now, now == last ? same + 1 : 0);
                    return same == 25;
                },
                EndsWithin,
                "what the server holds stays the same");
            return last;
        }
    }

    private async Task CloseOneOfEachAsync(IStuckPull[] pulls)
    {
        var ids = await Task.WhenAll(pulls.Select(async pull =>
        {
            var id = await server.SubmitAsync(pull);
            await server.CloseAsync(id);
            await pull.LeftAsync(EndsWithin);
            return id;
        }));
        await server.Receiver.WaitAsync(
            calls => calls.Count(call => call.Callback is EndCallback && ids.Contains(call.Callback.StreamId)) >= 2 * ids.Length,
            EndsWithin,
            "two ends of each");
        await Eventually.BeTrueAsync(
            async () => (await Task.WhenAll(ids.Select(server.ShowAsync))).All(stream => stream is { State: "ended", Callbacks: { Pending: 0, Dead: 0 } }),
            EndsWithin,
            "nothing is left to deliver");
    }

    private async Task CloseAsync(IStuckPull pull)
    {
        await using (pull)
        {
            var id = await server.SubmitAsync(pull);
            var children = server.Process.Children;

            var answered = await server.CloseAsync(id);

            await LeftInTimeAsync(pull, answered);
            await EndedAsync(id, children);
        }
    }

    private static async Task LeftInTimeAsync(IStuckPull pull, long answered)
    {
        var left = await pull.LeftAsync(EndsWithin);
        var took = TimeProvider.System.GetElapsedTime(answered, left);
        TestContext.Current.TestOutputHelper?.WriteLine($"the source saw it {took.TotalMilliseconds:0} ms after the answer");
        Assert.True(took < DisconnectsWithin, $"the source saw the pull go {took.TotalMilliseconds:0} ms after the answer");
    }

    /// <summary>Ended, with the close as its reason; one end for each content type, last; the child is gone, not even a zombie.</summary>
    private async Task EndedAsync(string id, IReadOnlyList<int> children)
    {
        await server.Receiver.WaitAsync(calls => calls.Ends(id).Count >= 2, EndsWithin, "two ends");
        await Eventually.BeTrueAsync(
            async () => await server.ShowAsync(id) is { State: "ended", Callbacks.Pending: 0 }, EndsWithin, "the stream has ended");
        var shown = await server.ShowAsync(id);
        Assert.Equal("closedByClient", shown.EndReason);
        Assert.Equal(0, shown.Callbacks.Dead);
        await Eventually.BeTrueAsync(
            () => !ProcessTable.ChildrenAndZombiesOf(server.Process.Id).Any(children.Contains), EndsWithin, "the child is reaped");
        Assert.Empty(ProcessTable.ChildrenAndZombiesOf(server.Process.Id));

        var calls = server.Receiver.Calls.Where(call => call.Callback.StreamId == id).ToList();
        Assert.Equal([ContentType.Frame, ContentType.Audio], calls.Select(call => call.Callback).OfType<EndCallback>().Select(end => end.ContentType).Order());
        Assert.All(calls.Select(call => call.Callback).OfType<EndCallback>(), end => Assert.Null(end.AuxInfo.ErrorCode));
        Assert.IsType<EndCallback>(calls.Last(call => call.Path == "/img").Callback);
        Assert.IsType<EndCallback>(calls.Last(call => call.Path == "/audio").Callback);
    }
}
