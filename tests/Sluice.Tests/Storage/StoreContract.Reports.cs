using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_report_writes_state_progress_error_and_callbacks()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        var callback = Rows.Segment(stream, 1);

        Assert.True(await Store.ReportAsync(
            Rows.Report(stream, callback) with { State = StreamState.Retrying, ErrorCode = 3001 }, Token));

        AssertSame(
            stream with { State = StreamState.Retrying, ErrorCode = 3001, Progress = Rows.Progress }, await FindAsync(stream.Id));
        AssertSame(callback, Assert.Single(await Store.ListDueAsync(Rows.Now, 10, [], Token)));
    }

    [Fact]
    public async Task What_a_report_leaves_out_stays_and_a_zero_clears_the_error()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(stream) with { State = StreamState.Retrying, ErrorCode = 3002 }, Token);

        await Store.ReportAsync(Rows.Report(stream), Token);
        var kept = await FindAsync(stream.Id);
        await Store.ReportAsync(Rows.Report(stream) with { ErrorCode = 0 }, Token);

        Assert.Equal((StreamState.Retrying, 3002), (kept.State, kept.ErrorCode));
        Assert.Equal(0, (await FindAsync(stream.Id)).ErrorCode);
    }

    [Fact]
    public async Task A_repeated_report_adds_no_callback_and_leaves_what_became_of_the_first()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        var callback = Rows.Segment(stream, 1);
        await Store.ReportAsync(Rows.Report(stream, callback), Token);
        await Store.CompleteAsync([Rows.Delivered(callback)], Token);

        Assert.True(await Store.ReportAsync(Rows.Report(stream, callback), Token));

        Assert.Equal(new CallbackCounts(0, 1, 0), await Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task A_report_about_a_closing_stream_keeps_the_state_and_takes_the_rest()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await CloseAsync(stream);

        Assert.True(await Store.ReportAsync(
            Rows.Report(stream, Rows.Segment(stream, 1)) with { State = StreamState.Pulling }, Token));

        var found = await FindAsync(stream.Id);
        Assert.Equal(StreamState.Closing, found.State);
        AssertSame(Rows.Progress, found.Progress);
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task Writes_of_a_former_owner_do_nothing()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await Store.TakeOverAsync("node2", "node1", Token);
        var taken = await FindAsync(stream.Id);

        Assert.False(await Store.ReportAsync(
            Rows.Report(stream, Rows.Segment(stream, 1)) with { State = StreamState.Pulling }, Token));
        Assert.False(await EndAsync(stream, Rows.End(stream)));

        AssertSame(taken, await FindAsync(stream.Id));
        Assert.Empty(await DueAsync());
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Writes_about_an_unknown_stream_do_nothing()
    {
        var stream = Rows.Stream();

        Assert.False(await Store.ReportAsync(Rows.Report(stream, Rows.Segment(stream, 1)), Token));
        Assert.False(await EndAsync(stream, Rows.End(stream)));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task The_end_of_a_running_stream_takes_its_reason_and_lowers_the_count()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();

        Assert.True(await Store.EndAsync(
            Rows.Report(stream, Rows.End(stream)) with { ErrorCode = 3003 },
            EndReason.PullFailed,
            Rows.Now.AddMinutes(2),
            Token));

        var expected = stream with
        {
            State = StreamState.Ended,
            EndReason = EndReason.PullFailed,
            ErrorCode = 3003,
            ClosedAt = Rows.Now.AddMinutes(2),
            EndedAt = Rows.Now.AddMinutes(2),
            Progress = Rows.Progress,
        };
        AssertSame(expected, await FindAsync(stream.Id));
        Assert.Equal([Rows.End(stream).Id], await DueAsync());
        Assert.Equal(0, await ActiveAsync());
    }

    [Fact]
    public async Task The_end_of_a_closing_stream_keeps_the_closes_reason_and_time_and_counts_once()
    {
        await AddTenantAsync();
        await SubmitAsync();
        var stream = await SubmitAsync();
        await CloseAsync(stream);

        Assert.True(await EndAsync(stream));

        var found = await FindAsync(stream.Id);
        Assert.Equal((StreamState.Ended, EndReason.ClosedByClient), (found.State, found.EndReason));
        Assert.Equal((Rows.Now.AddMinutes(1), Rows.Now.AddMinutes(2)), (found.ClosedAt, found.EndedAt));
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task An_end_that_a_close_came_before_is_written_as_it_is_to_be_then()
    {
        await AddTenantAsync();
        var closed = await SubmitAsync();
        var running = await SubmitAsync();
        await CloseAsync(closed);
        foreach (var stream in new[] { closed, running })
        {
            var report = Rows.Report(stream, Rows.Segment(stream, 1)) with { ErrorCode = 3001, IfClosed = Rows.Report(stream, Rows.End(stream)) };
            Assert.True(await Store.EndAsync(report, EndReason.PullFailed, Rows.Now.AddMinutes(2), Token));
        }

        var (first, second) = (await FindAsync(closed.Id), await FindAsync(running.Id));
        Assert.Equal((EndReason.ClosedByClient, 0, EndReason.PullFailed, 3001), (first.EndReason, first.ErrorCode, second.EndReason, second.ErrorCode));
        string[] due = [Rows.End(closed).Id, Rows.Segment(running, 1).Id];
        Assert.Equal(due.Order(), (await DueAsync()).Order());
    }

    [Fact]
    public async Task A_repeated_end_is_true_and_writes_nothing()
    {
        await AddTenantAsync();
        await SubmitAsync();
        var stream = await SubmitAsync();
        await EndAsync(stream, Rows.End(stream));
        var ended = await FindAsync(stream.Id);

        Assert.True(await Store.EndAsync(
            Rows.Report(stream, Rows.End(stream), Rows.Segment(stream, 9)) with { Progress = StreamProgress.None },
            EndReason.PullFailed,
            Rows.Now.AddHours(1),
            Token));

        AssertSame(ended, await FindAsync(stream.Id));
        Assert.Equal([Rows.End(stream).Id], await DueAsync());
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task A_report_after_the_end_is_false_and_writes_nothing()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await EndAsync(stream);
        var ended = await FindAsync(stream.Id);

        Assert.False(await Store.ReportAsync(
            Rows.Report(stream, Rows.Segment(stream, 1)) with { State = StreamState.Pulling, ErrorCode = 3001 }, Token));

        AssertSame(ended, await FindAsync(stream.Id));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task A_takeover_takes_the_unended_streams_of_the_old_owner_with_the_next_epoch()
    {
        await AddTenantAsync();
        var running = await SubmitAsync();
        var closing = await SubmitAsync();
        await CloseAsync(closing);
        var ended = await SubmitAsync();
        await EndAsync(ended);
        var elsewhere = await SubmitAsync(Rows.Stream() with { Owner = "node3" });
        var own = await SubmitAsync(Rows.Stream() with { Owner = "node2" });

        var taken = await Store.TakeOverAsync("node2", "node1", Token);

        Assert.Equal([running.Id, closing.Id], taken.Select(stream => stream.Id));
        AssertSame(running with { Owner = "node2", Epoch = 2 }, taken[0]);
        AssertSame(taken[1], await FindAsync(closing.Id));
        Assert.Equal(StreamState.Closing, taken[1].State);
        AssertSame(elsewhere, await FindAsync(elsewhere.Id));
        AssertSame(own, await FindAsync(own.Id));
        Assert.Equal("node1", (await FindAsync(ended.Id)).Owner);
    }

    [Fact]
    public async Task A_takeover_from_anyone_takes_all_that_is_not_ended()
    {
        await AddTenantAsync();
        var mine = await SubmitAsync();
        var other = await SubmitAsync(Rows.Stream() with { Owner = "node2", Epoch = 5 });
        var ended = await SubmitAsync();
        await EndAsync(ended);

        var taken = await Store.TakeOverAsync("node1", null, Token);

        Assert.Equal(
            [(mine.Id, "node1", 2), (other.Id, "node1", 6L)],
            taken.Select(stream => (stream.Id, stream.Owner, stream.Epoch)));
        Assert.True(await Store.ReportAsync(Rows.Report(taken[0]), Token));
    }
}
