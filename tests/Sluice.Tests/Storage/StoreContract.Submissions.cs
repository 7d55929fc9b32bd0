using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_submitted_stream_is_found_as_it_was_given_and_counts()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();

        AssertSame(stream, await FindAsync(stream.Id));
        Assert.Equal(1, await ActiveAsync());
        Assert.Null(await Store.FindStreamAsync(Rows.NewId(), Token));
    }

    [Fact]
    public async Task A_repeat_of_the_same_id_is_accepted_and_counts_once()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();

        await SubmitAsync(stream);

        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task A_source_that_runs_is_a_duplicate_and_names_the_running_stream()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(stream) with { State = StreamState.Retrying }, Token);

        var result = await Store.SubmitAsync(Rows.Stream(source: stream.SourceHash), Token);

        Assert.Equal(new SubmitResult(SubmitStatus.Duplicate, stream.Id), result);
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task The_same_source_of_another_tenant_is_no_duplicate()
    {
        await AddTenantAsync();
        await AddTenantAsync("rival");
        var stream = await SubmitAsync();

        await SubmitAsync(Rows.Stream("rival", stream.SourceHash));

        Assert.Equal(1, await ActiveAsync("rival"));
    }

    [Fact]
    public async Task A_closed_or_ended_stream_is_no_duplicate()
    {
        await AddTenantAsync();
        var first = await SubmitAsync();
        await CloseAsync(first);
        var second = await SubmitAsync(Rows.Stream(source: first.SourceHash));
        await EndAsync(second);

        await SubmitAsync(Rows.Stream(source: first.SourceHash));
    }

    [Fact]
    public async Task The_limit_is_reached_exactly_and_a_close_makes_room_at_once()
    {
        await AddTenantAsync(maxStreams: 2);
        var first = await SubmitAsync();
        await SubmitAsync();
        var third = Rows.Stream();

        Assert.Equal(new SubmitResult(SubmitStatus.LimitReached), await Store.SubmitAsync(third, Token));
        Assert.Null(await Store.FindStreamAsync(third.Id, Token));
        await CloseAsync(first);
        await SubmitAsync(third);
        Assert.Equal(2, await ActiveAsync());
    }

    [Fact]
    public async Task A_duplicate_is_told_before_the_limit()
    {
        await AddTenantAsync(maxStreams: 1);
        var stream = await SubmitAsync();

        var result = await Store.SubmitAsync(Rows.Stream(source: stream.SourceHash), Token);

        Assert.Equal(new SubmitResult(SubmitStatus.Duplicate, stream.Id), result);
    }

    [Fact]
    public async Task A_write_whose_token_is_cancelled_already_is_not_made()
    {
        await AddTenantAsync();
        var stream = Rows.Stream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SubmitAsync(stream, new CancellationToken(true)));

        Assert.Null(await Store.FindStreamAsync(stream.Id, Token));
    }

    [Fact]
    public async Task The_store_can_be_checked_for_writing() => await Store.CheckAsync(Token);
}
