using Sluice.Server.Callbacks;
using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Due_callbacks_come_oldest_due_first_and_at_most_so_many()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 3) with { DueAt = Rows.Now.AddSeconds(-1) },
            stream => Rows.Segment(stream, 1) with { DueAt = Rows.Now.AddSeconds(-3) },
            stream => Rows.Segment(stream, 2) with { DueAt = Rows.Now.AddSeconds(-2) },
            stream => Rows.Segment(stream, 4) with { DueAt = Rows.Now.AddMilliseconds(1) });

        Assert.Equal([Rows.Segment(stream, 1).Id, Rows.Segment(stream, 2).Id], await DueAsync(limit: 2));
        Assert.Equal(3, (await DueAsync()).Length);
        Assert.Equal(4, (await DueAsync(Rows.Now.AddMilliseconds(1))).Length);
    }

    [Fact]
    public async Task Never_tried_callbacks_come_in_sequence_order_of_their_lane()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 2) with { DueAt = Rows.Now.AddSeconds(-3) },
            stream => Rows.Segment(stream, 1, 2) with { DueAt = Rows.Now.AddSeconds(-2) },
            stream => Rows.Segment(stream, 1) with { DueAt = Rows.Now.AddSeconds(-1) });

        Assert.Equal([Rows.Segment(stream, 1).Id, Rows.Segment(stream, 1, 2).Id, Rows.Segment(stream, 2).Id], await DueAsync());
    }

    [Fact]
    public async Task A_tried_callback_waits_for_its_time_and_holds_up_nothing_behind_it()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2));

        await Store.CompleteAsync([Rows.Again(Rows.Segment(stream, 1), TimeSpan.FromSeconds(5))], Token);

        Assert.Equal([Rows.Segment(stream, 2).Id], await DueAsync());
        var due = await Store.ListDueAsync(Rows.Now.AddSeconds(5), 10, [], Token);
        AssertSame(
            Rows.Segment(stream, 1) with { Attempts = 1, DueAt = Rows.Now.AddSeconds(5), LastError = "timeout" }, due[1]);
    }

    [Fact]
    public async Task An_end_callback_waits_for_every_segment_of_its_stream_and_content_type()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1),
            stream => Rows.Segment(stream, 2),
            stream => Rows.Segment(stream, 1, contentType: 2));
        var other = await SubmitAsync();
        await EndAsync(stream, Rows.End(stream), Rows.End(stream, 2));
        await EndAsync(other, Rows.End(other));

        Assert.Equal(
            [Rows.Segment(stream, 1).Id, Rows.Segment(stream, 2).Id, Rows.Segment(stream, 1, 2).Id, Rows.End(other).Id],
            await DueAsync());
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1)), Rows.Delivered(Rows.End(other))], Token);
        Assert.DoesNotContain(Rows.End(stream).Id, await DueAsync());
        await Store.CompleteAsync([Rows.Again(Rows.Segment(stream, 2), TimeSpan.FromMinutes(1))], Token);
        Assert.Equal([Rows.Segment(stream, 1, 2).Id], await DueAsync());
        await Store.CompleteAsync([Rows.Dead(Rows.Segment(stream, 2))], Token);
        Assert.Equal([Rows.Segment(stream, 1, 2).Id, Rows.End(stream).Id], await DueAsync());
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1, 2))], Token);
        Assert.Equal([Rows.End(stream).Id, Rows.End(stream, 2).Id], await DueAsync());
    }

    [Fact]
    public async Task A_state_callback_waits_for_nothing_and_no_end_callback_waits_for_it()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 7) with { Id = "state", Kind = CallbackKind.State });
        await EndAsync(stream, Rows.End(stream));

        Assert.Equal(["state", Rows.End(stream).Id], await DueAsync());
    }

    [Fact]
    public async Task Endpoints_come_with_their_first_and_their_next_due_time()
    {
        Assert.Empty(await Store.ListEndpointsAsync(Rows.Now, Token));
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1) with { Url = "http://B.example/x?y", DueAt = Rows.Now.AddSeconds(-1) },
            stream => Rows.Segment(stream, 2) with { Url = "http://user:word@b.example:80/z", DueAt = Rows.Now.AddSeconds(5) },
            stream => Rows.Segment(stream, 3) with { Url = "https://a.example/" });
        Assert.Equal(
            [
                new DueEndpoint("http://b.example:80", Rows.Now.AddSeconds(-1), Rows.Now.AddSeconds(5)),
                new DueEndpoint("https://a.example:443", Rows.Now, null),
            ],
            await Store.ListEndpointsAsync(Rows.Now, Token));

        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 3))], Token);
        Assert.Equal(
            [new DueEndpoint("http://b.example:80", Rows.Now.AddSeconds(5), null)],
            await Store.ListEndpointsAsync(Rows.Now.AddMinutes(1), Token));
        Assert.Equal(
            [Rows.Segment(stream, 2).Id],
            (await Store.ListDueAsync("http://b.example:80", Rows.Now.AddMinutes(1), 10, [], Token)).Select(row => row.Id));
        Assert.Empty(await Store.ListDueAsync("https://a.example:443", Rows.Now.AddMinutes(1), 10, [], Token));
    }

    [Fact]
    public async Task First_attempts_of_lanes_that_are_left_out_are_not_listed_but_their_retries_are()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2), stream => Rows.Segment(stream, 1, contentType: 2));
        await Store.CompleteAsync([Rows.Again(Rows.Segment(stream, 1), TimeSpan.Zero)], Token);

        var due = await Store.ListDueAsync("https://live.example:443", Rows.Now, 10, [new CallbackLane(stream.Id, 1)], Token);
        Assert.Equal([Rows.Segment(stream, 1).Id, Rows.Segment(stream, 1, 2).Id], due.Select(row => row.Id));
    }

    [Fact]
    public async Task When_the_clock_was_set_all_that_waits_moves_but_what_has_come_since()
    {
        var hour = TimeSpan.FromHours(1);
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2), stream => Rows.Segment(stream, 3), stream => Rows.Segment(stream, 4));
        var fresh = Rows.Segment(stream, 5) with { CreatedAt = Rows.Now + hour, DueAt = Rows.Now + hour };
        await Store.ReportAsync(Rows.Report(stream, fresh), Token);
        await Store.CompleteAsync(
            [
                Rows.Again(Rows.Segment(stream, 1), TimeSpan.FromSeconds(5)), Rows.Again(Rows.Segment(stream, 2), hour),
                Rows.Delivered(Rows.Segment(stream, 4)),
            ],
            Token);

        Assert.Equal(3, await Store.ShiftPendingAsync(hour, Rows.Now + hour, Rows.Now + hour, Token));

        var due = await Store.ListDueAsync("https://live.example:443", Rows.Now + hour + hour, 10, [], Token);
        Assert.Equal(
            [
                (3, hour, hour), (5, hour, hour), (1, hour + TimeSpan.FromSeconds(5), hour), (2, hour + hour, hour),
            ],
            due.Select(row => ((int)row.Sequence, row.DueAt - Rows.Now, row.OwedSince - Rows.Now)));
    }

    [Fact]
    public async Task What_would_be_due_later_than_it_can_be_is_due_now()
    {
        var stream = await ReportedAsync(
            stream => Rows.Segment(stream, 1) with { DueAt = Rows.Now.AddHours(1) },
            stream => Rows.Segment(stream, 2) with { DueAt = Rows.Now.AddMinutes(1) });

        Assert.Equal(1, await Store.HastenPendingAsync(Rows.Now, Rows.Now.AddMinutes(1), Token));
        Assert.Equal([Rows.Segment(stream, 1).Id], await DueAsync());
    }

    [Fact]
    public async Task A_row_that_is_no_longer_pending_stays_as_it_is()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2));
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 2))], Token);

        await Store.CompleteAsync(
            [Rows.Again(Rows.Segment(stream, 1), TimeSpan.Zero), Rows.Delivered(Rows.Segment(stream, 2))], Token);

        Assert.Empty(await DueAsync());
        Assert.Equal(new CallbackCounts(0, 1, 1), await Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task Outcomes_of_callbacks_that_are_not_there_are_ignored()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1));

        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 99)), Rows.Delivered(Rows.Segment(stream, 1))], Token);

        Assert.Equal(new CallbackCounts(0, 1, 0), await Store.CountAsync(stream.Id, Token));
    }

    [Fact]
    public async Task Callbacks_are_counted_for_a_stream_and_for_all()
    {
        Assert.Equal(default, await Store.CountAsync(null, Token));
        var stream = await ReportedAsync();
        await Store.ReportAsync(Rows.Report(stream, [.. Enumerable.Range(1, 6).Select(i => Rows.Segment(stream, i))]), Token);
        var other = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(other, Rows.Segment(other, 1)), Token);
        await Store.CompleteAsync(
            [Rows.Delivered(Rows.Segment(stream, 1)), Rows.Delivered(Rows.Segment(stream, 2)), Rows.Dead(Rows.Segment(stream, 3))],
            Token);

        Assert.Equal(new CallbackCounts(3, 2, 1), await Store.CountAsync(stream.Id, Token));
        Assert.Equal(new CallbackCounts(1, 0, 0), await Store.CountAsync(other.Id, Token));
        Assert.Equal(new CallbackCounts(4, 2, 1), await Store.CountAsync(null, Token));
        Assert.Equal(default, await Store.CountAsync("unknown", Token));
    }

    private async Task<StreamRow> ReportedAsync(params Func<StreamRow, CallbackRow>[] callbacks)
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        Assert.True(await Store.ReportAsync(
            Rows.Report(stream, [.. callbacks.Select(callback => callback(stream))]), Token));
        return stream;
    }
}
