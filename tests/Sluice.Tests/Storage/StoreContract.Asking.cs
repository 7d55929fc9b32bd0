using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_summary_has_what_is_shown_of_a_stream()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync(InRoom("r1") with { Owner = "node7" });
        await Store.ReportAsync(
            Rows.Report(stream, Rows.Segment(stream, 1), Rows.Segment(stream, 2), Rows.Segment(stream, 3))
                with
            { State = StreamState.Retrying, ErrorCode = 3001 },
            Token);
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 2))], Token);

        var summary = await Store.FindSummaryAsync(stream.Id, Token);

        AssertSame(
            new StreamSummary
            {
                Ordinal = summary!.Ordinal,
                Id = stream.Id,
                Tenant = "acme",
                State = StreamState.Retrying,
                EndReason = EndReason.None,
                ErrorCode = 3001,
                Owner = "node7",
                SubmittedAt = Rows.Now,
                Room = "r1",
                StreamName = "name of r1",
                Url = stream.Settings.Url,
                Progress = Rows.Progress,
                Callbacks = new CallbackCounts(1, 1, 1),
            },
            summary);
        Assert.Null(await Store.FindSummaryAsync("nothing", Token));
    }

    [Fact]
    public async Task A_tenants_streams_are_listed_newest_first_and_page_by_page_while_others_come()
    {
        await AddTenantAsync();
        await AddTenantAsync("other");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await SubmitAsync()).Id);
            await SubmitAsync(Rows.Stream("other"));
        }

        var first = await Store.ListStreamsAsync(new StreamFilter("acme", null, null, null, 2), Token);
        var newer = await SubmitAsync();
        var second = await Store.ListStreamsAsync(new StreamFilter("acme", null, null, first[^1].Ordinal, 10), Token);

        Assert.Equal([ids[4], ids[3]], first.Select(stream => stream.Id));
        Assert.Equal([ids[2], ids[1], ids[0]], second.Select(stream => stream.Id));
        Assert.Equal(newer.Id, (await Store.ListStreamsAsync(new StreamFilter("acme", null, null, null, 1), Token)).Single().Id);
    }

    [Fact]
    public async Task Streams_are_listed_by_state_and_room()
    {
        await AddTenantAsync();
        var (running, pulling, closing, ended) = (
            await SubmitAsync(InRoom("r1")), await SubmitAsync(InRoom("r2")), await SubmitAsync(InRoom("r1")), await SubmitAsync(InRoom("r1")));
        await Store.ReportAsync(Rows.Report(pulling) with { State = StreamState.Pulling }, Token);
        await CloseAsync(closing);
        await EndAsync(ended);

        Assert.Equal([running.Id], await ListAsync(StreamState.Submitted, null));
        Assert.Equal([pulling.Id], await ListAsync(StreamState.Pulling, null));
        Assert.Equal([closing.Id], await ListAsync(StreamState.Closing, null));
        Assert.Equal([ended.Id], await ListAsync(StreamState.Ended, null));
        Assert.Equal([ended.Id, closing.Id, running.Id], await ListAsync(null, "r1"));
        Assert.Equal([running.Id], await ListAsync(StreamState.Submitted, "r1"));
        Assert.Equal([closing.Id], await ListAsync(StreamState.Closing, "r1"));
        Assert.Equal([ended.Id], await ListAsync(StreamState.Ended, "r1"));
        foreach (var state in (StreamState[])[StreamState.Pulling, StreamState.Closing, StreamState.Ended])
        {
            Assert.Empty(await ListAsync(state, "r9"));
        }

        async Task<string[]> ListAsync(StreamState? state, string? room) =>
            [.. (await Store.ListStreamsAsync(new StreamFilter("acme", state, room, null, 10), Token)).Select(stream => stream.Id)];
    }

    [Fact]
    public async Task Running_streams_are_found_by_tenant_by_room_and_by_source()
    {
        await AddTenantAsync();
        await AddTenantAsync("other");
        var (one, two, closed) = (await SubmitAsync(InRoom("r1")), await SubmitAsync(InRoom("r2")), await SubmitAsync(InRoom("r1")));
        await SubmitAsync(Rows.Stream("other", one.SourceHash));
        await CloseAsync(closed);

        Assert.Equal([one.Id, two.Id], await Store.ListRunningAsync("acme", null, null, Token));
        Assert.Equal([one.Id], await Store.ListRunningAsync("acme", "r1", null, Token));
        Assert.Equal([two.Id], await Store.ListRunningAsync("acme", null, two.SourceHash, Token));
        Assert.Empty(await Store.ListRunningAsync("acme", null, closed.SourceHash, Token));
    }

    [Fact]
    public async Task Callbacks_are_listed_newest_first_by_tenant_stream_and_state()
    {
        await AddTenantAsync("other");
        var one = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2), stream => Rows.Segment(stream, 3));
        var two = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(two, Rows.Segment(two, 1)), Token);
        var foreign = await SubmitAsync(Rows.Stream("other"));
        await Store.ReportAsync(Rows.Report(foreign, Rows.Segment(foreign, 1)), Token);
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(one, 1)), Rows.Dead(Rows.Segment(one, 2))], Token);

        Assert.Equal([Id(two, 1), Id(one, 3), Id(one, 2), Id(one, 1)], await ListAsync(null, null));
        Assert.Equal([Id(one, 3), Id(one, 2)], await ListAsync(one, null, limit: 2));
        Assert.Equal([Id(two, 1), Id(one, 3)], await ListAsync(null, CallbackState.Pending));
        Assert.Equal([Id(one, 1)], await ListAsync(null, CallbackState.Delivered));
        Assert.Equal([Id(one, 2)], await ListAsync(one, CallbackState.Dead));
        Assert.Empty(await ListAsync(two, CallbackState.Dead));
        Assert.Empty(await ListAsync(foreign, null));
        var dead = (await Store.ListCallbacksAsync(new CallbackFilter("acme", null, CallbackState.Dead, null, 10), Token)).Single();
        Assert.Equal((1, "503", Rows.Now, 2L), (dead.Attempts, dead.LastError, dead.CreatedAt, dead.Sequence));
        Assert.Equal(
            [Id(one, 1)],
            (await Store.ListCallbacksAsync(new CallbackFilter("acme", null, null, dead.Ordinal, 10), Token)).Select(row => row.Id));

        static string Id(StreamRow stream, long sequence) => Rows.Segment(stream, sequence).Id;

        async Task<string[]> ListAsync(StreamRow? stream, CallbackState? state, int limit = 10) =>
            [.. (await Store.ListCallbacksAsync(new CallbackFilter("acme", stream?.Id, state, null, limit), Token)).Select(row => row.Id)];
    }

    [Fact]
    public async Task A_replayed_stream_owes_what_was_delivered_or_dead_again_and_its_age_begins_anew()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2), stream => Rows.Segment(stream, 3));
        await EndAsync(stream, Rows.End(stream));
        await Store.CompleteAsync(
            [
                Rows.Delivered(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 2)), Rows.Again(Rows.Segment(stream, 3), TimeSpan.FromHours(2)),
            ],
            Token);
        var later = Rows.Now.AddHours(1);

        Assert.Equal(2, await Store.ReplayStreamAsync(stream.Id, later, Token));

        var due = await Store.ListDueAsync(later, 10, [], Token);
        Assert.Equal([Rows.Segment(stream, 1).Id, Rows.Segment(stream, 2).Id], due.Select(row => row.Id));
        AssertSame(Rows.Segment(stream, 2) with { DueAt = later, ReplayedAt = later }, due[1]);
        Assert.Equal(later, due[1].OwedSince);
        Assert.Equal(new CallbackCounts(4, 0, 0), await Store.CountAsync(null, Token));
        Assert.Equal(0, await Store.ReplayStreamAsync(stream.Id, later, Token));
    }

    [Fact]
    public async Task A_replay_of_more_than_one_transactions_rows_owes_each_once()
    {
        var stream = await ReportedAsync();
        CallbackRow[] rows = [.. Enumerable.Range(0, 2001).Select(i => Rows.Segment(stream, i) with { State = CallbackState.Delivered })];
        await Store.ReportAsync(Rows.Report(stream, rows), Token);

        Assert.Equal(2001, await Store.ReplayStreamAsync(stream.Id, Rows.Now.AddHours(1), Token));

        Assert.Equal(2001, (await Store.CountAsync(stream.Id, Token)).Pending);
    }

    [Fact]
    public async Task A_replay_by_ids_reaches_only_the_tenants_own()
    {
        await AddTenantAsync("other");
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2));
        await Store.CompleteAsync([Rows.Dead(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 2))], Token);
        string[] ids = [Rows.Segment(stream, 1).Id, "nothing"];

        Assert.Equal(0, await Store.ReplayAsync("other", ids, Rows.Now.AddHours(1), Token));
        Assert.Equal(1, await Store.ReplayAsync("acme", ids, Rows.Now.AddHours(1), Token));
        Assert.Equal(new CallbackCounts(1, 0, 1), await Store.CountAsync(stream.Id, Token));
    }

    [Fact]
    public async Task A_callback_keeps_the_version_of_the_policy_that_judged_it()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1) with { PolicyVersion = "3f2a91c0de12" }, stream => Rows.Segment(stream, 2));

        var listed = await Store.ListCallbacksAsync(new CallbackFilter("acme", stream.Id, null, null, 10), Token);
        Assert.Equal([null, "3f2a91c0de12"], listed.Select(callback => callback.PolicyVersion));
        var due = await Store.ListDueAsync(Rows.Now, 10, [], Token);
        Assert.Equal(["3f2a91c0de12", null], due.Select(callback => callback.PolicyVersion));
    }

    private static StreamRow InRoom(string room)
    {
        var stream = Rows.Stream();
        return stream with { Settings = stream.Settings with { Room = room, StreamName = $"name of {room}" } };
    }
}
