using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Closes;

/// <summary>Many closes of one server, which is to hold nothing of them. It has them for itself: they take long.</summary>
public sealed class RepeatedClosesTests(ClosingServer server) : IClassFixture<ClosingServer>
{
    /// <summary>The pool of the runtime grows and shrinks; one thread for each stream would be far more.</summary>
    private const int MoreThreads = 25;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);

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
            var (before, threads) = (Held(), Holdings.ThreadsOf(server.Process.Id));

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
}
