using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_ended_stream_is_forgotten_with_its_callbacks()
    {
        var stream = await ReportedAsync(stream => Rows.Segment(stream, 1), stream => Rows.Segment(stream, 2));
        await Store.CompleteAsync([Rows.Delivered(Rows.Segment(stream, 1)), Rows.Dead(Rows.Segment(stream, 2))], Token);
        await EndAsync(stream);

        Assert.Equal([stream.Id], await Store.ForgetAsync(Rows.Now.AddMinutes(3), 10, Token));

        Assert.Null(await Store.FindStreamAsync(stream.Id, Token));
        Assert.Equal(default, await Store.CountAsync(null, Token));
        Assert.Empty(await Store.ForgetAsync(Rows.Now.AddMinutes(3), 10, Token));
    }

    [Fact]
    public async Task What_runs_closes_ended_later_or_owes_a_callback_is_remembered()
    {
        await AddTenantAsync();
        var running = await SubmitAsync();
        var closing = await SubmitAsync();
        await CloseAsync(closing);
        var owing = await SubmitAsync();
        await EndAsync(owing, Rows.End(owing));
        var gone = await SubmitAsync();
        await EndAsync(gone);

        Assert.Empty(await Store.ForgetAsync(Rows.Now.AddMinutes(2), 10, Token));
        Assert.Equal([gone.Id], await Store.ForgetAsync(Rows.Now.AddMinutes(2).AddMilliseconds(1), 10, Token));
        foreach (var kept in new[] { running, closing, owing })
            await FindAsync(kept.Id);
        Assert.Equal([Rows.End(owing).Id], await DueAsync());
    }

    [Fact]
    public async Task At_most_so_many_are_forgotten_the_oldest_first()
    {
        await AddTenantAsync();
        var streams = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var stream = await SubmitAsync();
            await Store.EndAsync(Rows.Report(stream), EndReason.SourceEnded, Rows.Now.AddSeconds(-i), Token);
            streams.Add(stream.Id);
        }

        Assert.Equal([streams[2], streams[1]], await Store.ForgetAsync(Rows.Now.AddDays(1), 2, Token));
        Assert.Equal([streams[0]], await Store.ForgetAsync(Rows.Now.AddDays(1), 2, Token));
    }

    [Fact]
    public async Task A_stream_with_thousands_of_callbacks_is_forgotten_whole()
    {
        var stream = await ReportedAsync();
        var callbacks = Enumerable.Range(0, 2500)
            .Select(i => Rows.Segment(stream, i) with { State = CallbackState.Delivered }).ToArray();
        await Store.ReportAsync(Rows.Report(stream, callbacks), Token);
        await EndAsync(stream);
        var small = await SubmitAsync();
        await EndAsync(small);

        var forgotten = await Store.ForgetAsync(Rows.Now.AddDays(1), 10, Token);

        Assert.Equal(new[] { stream.Id, small.Id }.Order(), forgotten.Order());
        Assert.Equal(default, await Store.CountAsync(null, Token));
        Assert.Equal(default, await Store.CountAsync(stream.Id, Token));
    }

    [Fact]
    public async Task Callbacks_that_are_done_are_forgotten_after_their_time_while_their_stream_runs()
    {
        var stream = await ReportedAsync([.. Enumerable.Range(1, 6).Select(i => (Func<StreamRow, CallbackRow>)(stream => Rows.Segment(stream, i)))]);
        await Store.CompleteAsync(
            [
                Rows.Delivered(Rows.Segment(stream, 1)) with { DueAt = Rows.Now.AddHours(2) },
                Rows.Delivered(Rows.Segment(stream, 2)),
                Rows.Delivered(Rows.Segment(stream, 3)),
                Rows.Dead(Rows.Segment(stream, 4)),
                Rows.Dead(Rows.Segment(stream, 5)) with { DueAt = Rows.Now.AddHours(2) },
            ],
            Token);

        Assert.Equal(1, await Store.ForgetCallbacksAsync(Rows.Now.AddHours(1), Rows.Now, 1, Token));
        Assert.Equal(1, await Store.ForgetCallbacksAsync(Rows.Now.AddHours(1), Rows.Now, 10, Token));
        Assert.Equal(new CallbackCounts(1, 1, 2), await Store.CountAsync(null, Token));

        Assert.Equal(2, await Store.ForgetCallbacksAsync(Rows.Now.AddHours(3), Rows.Now.AddHours(1), 10, Token));
        Assert.Equal(new CallbackCounts(1, 0, 1), await Store.CountAsync(stream.Id, Token));
        Assert.Equal(1, await Store.ReplayStreamAsync(stream.Id, Rows.Now, Token));
        Assert.Equal(0, await Store.ForgetCallbacksAsync(Rows.Now.AddYears(1), Rows.Now.AddYears(1), 10, Token));
        Assert.Equal([Rows.Segment(stream, 5).Id, Rows.Segment(stream, 6).Id], (await DueAsync()).Order());
    }
}
