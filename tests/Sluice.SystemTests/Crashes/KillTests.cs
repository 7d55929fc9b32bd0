using Sluice.SystemTests.Order;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.Crashes;

[TakesSeconds(175)]
public sealed class KillTests
{
    // Each starts server after server: beside other tests one is enough for two processors.
    private static readonly int Chains = Soak.IsWanted ? 3 : 1;

    /// <summary>How much a new player of a source gets at once: enough to be opened by.</summary>
    private static readonly TimeSpan Cached = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task After_a_SIGKILL_around_the_answer_of_a_close_every_promise_holds()
    {
        await using var source = new LoopSource(await FlvClip.MakeAsync(), Cached);
        KillChain[] chains = [.. Enumerable.Range(0, Chains).Select(number => new KillChain(number, source))];
        try
        {
            await Task.WhenAll(chains.Select(chain => chain.RunAsync(Soak.Rounds(30) / Chains)));
            var streams = chains.SelectMany(chain => chain.Streams).ToList();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{streams.Count} streams, {streams.Count(stream => stream.IsCloseAcknowledged)} closes acknowledged, "
                + $"{streams.Count(stream => stream.DeadAfterClose is not null)} of them before a kill");
        }
        finally
        {
            foreach (var chain in chains)
                await chain.DisposeAsync();
        }
    }
}
