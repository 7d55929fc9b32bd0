using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Two_hundred_submissions_of_one_source_start_one_stream()
    {
        await AddTenantAsync(maxStreams: 1000);

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            _ => Task.Run(() => Store.SubmitAsync(Rows.Stream(source: "same"), Token))));

        Assert.Single(results, result => result.Status == SubmitStatus.Accepted);
        var running = Assert.Single(await Store.ListUnendedAsync("node1", Token));
        Assert.All(
            results.Where(result => result.Status != SubmitStatus.Accepted),
            result => Assert.Equal(new SubmitResult(SubmitStatus.Duplicate, running.Id), result));
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Racing_submissions_and_closes_never_leave_two_running_nor_a_wrong_count()
    {
        await AddTenantAsync(maxStreams: 1000);
        await using var other = Open();
        await other.InitializeAsync(Token);
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            // Half of them through another process' store.
            var store = i % 2 == 0 ? Store : other;
            var stream = Rows.Stream(source: "same");
            var submitted = await store.SubmitAsync(stream, Token);
            var running = (await store.ListUnendedAsync("node1", Token)).Count(row => row.State < StreamState.Closing);
            InterlockedMax(ref most, running);
            await store.CloseAsync(submitted.RunningId ?? stream.Id, "acme", EndReason.ClosedByClient, Rows.Now, Token);
        })));

        Assert.Equal(1, most);
        var left = (await Store.ListUnendedAsync("node1", Token)).Count(row => row.State < StreamState.Closing);
        Assert.Equal(left, await ActiveAsync());
        Assert.True(left <= 1);
    }

    [Fact]
    public async Task Two_hundred_closes_of_one_stream_accept_one()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await SubmitAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => CloseAsync(stream))));

        Assert.Single(results, result => result.Decision == CloseDecision.Accepted);
        Assert.All(
            results, result => Assert.True(result.Decision is CloseDecision.Accepted or CloseDecision.AlreadyOver));
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task A_close_racing_the_end_lowers_the_count_once()
    {
        await AddTenantAsync(maxStreams: 1000);
        var streams = new List<StreamRow>();
        for (var i = 0; i < 50; i++)
            streams.Add(await SubmitAsync());

        await Task.WhenAll(streams.SelectMany(stream => new[]
        {
            Task.Run(() => (Task)CloseAsync(stream)),
            Task.Run(() => (Task)EndAsync(stream)),
        }));

        Assert.Equal(0, await ActiveAsync());
        Assert.Empty(await Store.ListUnendedAsync("node1", Token));
    }

    [Fact]
    public async Task The_stream_limit_is_exact_under_concurrency()
    {
        await AddTenantAsync(maxStreams: 37);
        await using var other = Open();
        await other.InitializeAsync(Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => Task.Run(() => (i % 2 == 0 ? Store : other).SubmitAsync(Rows.Stream(), Token))));

        Assert.Equal(37, results.Count(result => result.Status == SubmitStatus.Accepted));
        Assert.Equal(163, results.Count(result => result.Status == SubmitStatus.LimitReached));
        Assert.Equal(37, await ActiveAsync());
        Assert.Equal(37, (await Store.ListUnendedAsync("node1", Token)).Count);
    }

    [Fact]
    public async Task One_write_that_fails_fails_alone()
    {
        await AddTenantAsync(maxStreams: 1000);
        await AddTenantAsync("rival");
        var taken = await SubmitAsync(Rows.Stream("rival"));

        var writes = Enumerable.Range(0, 100).Select(i => Task.Run(
            () => Store.SubmitAsync(i % 10 == 5 ? Rows.Stream() with { Id = taken.Id } : Rows.Stream(), Token))).ToList();
        foreach (var (i, write) in writes.Index())
        {
            if (i % 10 == 5)
                await Assert.ThrowsAsync<StoreException>(() => write);
            else
                Assert.Equal(SubmitStatus.Accepted, (await write).Status);
        }

        Assert.Equal(90, await ActiveAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_crash()
    {
        await AddTenantAsync();
        var running = await SubmitAsync();
        var closed = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(closed, Rows.Segment(closed, 1)), Token);
        await CloseAsync(closed);
        var ended = await SubmitAsync();
        await EndAsync(ended, Rows.End(ended));

        await using var survivor = OpenAfterCrash();
        await survivor.InitializeAsync(Token);

        foreach (var stream in new[] { running, closed, ended })
            AssertSame(await FindAsync(stream.Id), (await survivor.FindStreamAsync(stream.Id, Token))!);
        Assert.Equal(StreamState.Closing, (await survivor.FindStreamAsync(closed.Id, Token))!.State);
        Assert.Equal(
            [Rows.Segment(closed, 1).Id, Rows.End(ended).Id],
            (await survivor.ListDueAsync(Rows.Now, 10, [], Token)).Select(row => row.Id));
        Assert.Equal(1, (await survivor.FindKeyAsync(Rows.AccessKeyOf("acme"), Token))!.Tenant.ActiveStreams);
    }

    [Fact]
    public async Task Closing_the_store_makes_the_writes_that_wait_and_refuses_later_ones()
    {
        await AddTenantAsync(maxStreams: 1000);
        var other = Open();
        await other.InitializeAsync(Token);
        var writes = Enumerable.Range(0, 50).Select(_ => other.SubmitAsync(Rows.Stream(), Token)).ToList();

        await other.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal(50, await ActiveAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.SubmitAsync(Rows.Stream(), Token));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
            seen = Interlocked.CompareExchange(ref most, value, seen);
    }
}
