using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(null)]
    [InlineData(StreamState.Connecting)]
    [InlineData(StreamState.Pulling)]
    [InlineData(StreamState.Retrying)]
    internal async Task A_running_stream_is_closed_from_any_state(StreamState? state)
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await Store.ReportAsync(Rows.Report(stream) with { State = state }, Token);

        Assert.Equal(new CloseResult(CloseDecision.Accepted, "node1"), await CloseAsync(stream));

        var expected = stream with
        {
            State = StreamState.Closing,
            EndReason = EndReason.ClosedByClient,
            ClosedAt = Rows.Now.AddMinutes(1),
            Progress = Rows.Progress,
        };
        AssertSame(expected, await FindAsync(stream.Id));
        Assert.Equal(0, await ActiveAsync());
    }

    [Fact]
    public async Task Closing_again_changes_nothing()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await SubmitAsync();
        await CloseAsync(stream);
        var closed = await FindAsync(stream.Id);

        var again = await Store.CloseAsync(stream.Id, "acme", EndReason.Operator, Rows.Now.AddHours(1), Token);

        Assert.Equal(new CloseResult(CloseDecision.AlreadyOver), again);
        AssertSame(closed, await FindAsync(stream.Id));
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Closing_an_ended_stream_changes_nothing()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        await EndAsync(stream);
        var ended = await FindAsync(stream.Id);

        Assert.Equal(new CloseResult(CloseDecision.AlreadyOver), await CloseAsync(stream));
        AssertSame(ended, await FindAsync(stream.Id));
    }

    [Fact]
    public async Task Closing_what_does_not_exist_is_no_such_stream()
    {
        await AddTenantAsync();

        Assert.Equal(new CloseResult(CloseDecision.NoSuchStream), await CloseAsync(Rows.Stream()));
    }

    [Fact]
    public async Task Another_tenants_stream_stays_open()
    {
        await AddTenantAsync();
        await AddTenantAsync("rival");
        var stream = await SubmitAsync();

        Assert.Equal(new CloseResult(CloseDecision.NotYours), await CloseAsync(stream with { Tenant = "rival" }));
        Assert.Equal(StreamState.Submitted, (await FindAsync(stream.Id)).State);
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Unended_streams_of_an_owner_are_listed()
    {
        await AddTenantAsync();
        var running = await SubmitAsync();
        var closing = await SubmitAsync();
        var ended = await SubmitAsync();
        var elsewhere = await SubmitAsync(Rows.Stream() with { Owner = "node2" });
        await CloseAsync(closing);
        await CloseAsync(ended);
        await EndAsync(ended);
        await CloseAsync(elsewhere);

        var listed = await Store.ListUnendedAsync("node1", Token);

        Assert.Equal(
            new HashSet<UnendedStream> { new(running.Id, StreamState.Submitted), new(closing.Id, StreamState.Closing) },
            listed.ToHashSet());
    }
}
