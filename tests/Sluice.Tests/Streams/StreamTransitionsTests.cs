using Sluice.Server.Streams;
using Sluice.Tests.Storage;

namespace Sluice.Tests.Streams;

public sealed class StreamTransitionsTests
{
    [Theory]
    [InlineData(StreamState.Submitted, CloseDecision.Accepted)]
    [InlineData(StreamState.Connecting, CloseDecision.Accepted)]
    [InlineData(StreamState.Pulling, CloseDecision.Accepted)]
    [InlineData(StreamState.Retrying, CloseDecision.Accepted)]
    [InlineData(StreamState.Closing, CloseDecision.AlreadyOver)]
    [InlineData(StreamState.Ended, CloseDecision.AlreadyOver)]
    internal void A_close_works_from_every_state(StreamState state, CloseDecision decision) =>
        Assert.Equal(decision, StreamTransitions.Close(Stream(state), "acme", EndReason.ClosedByClient));

    [Fact]
    public void A_close_of_nothing_or_of_anothers_stream_changes_nothing()
    {
        Assert.Equal(CloseDecision.NoSuchStream, StreamTransitions.Close(null, "acme", EndReason.Operator));
        foreach (var state in Enum.GetValues<StreamState>())
        {
            Assert.Equal(CloseDecision.NotYours, StreamTransitions.Close(Stream(state), "other", EndReason.Operator));
        }
    }

    private static StreamRow Stream(StreamState state) => Rows.Stream() with { Tenant = "acme", State = state };
}
