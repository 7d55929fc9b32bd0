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
        Assert.Equal(decision, StreamTransitions.Close(Stream(state), "acme"));

    [Fact]
    public void A_close_of_nothing_or_of_anothers_stream_changes_nothing()
    {
        Assert.Equal(CloseDecision.NoSuchStream, StreamTransitions.Close(null, "acme"));
        foreach (var state in Enum.GetValues<StreamState>())
        {
            Assert.Equal(CloseDecision.NotYours, StreamTransitions.Close(Stream(state), "other"));
        }
    }

    [Fact]
    public void A_late_report_never_brings_a_stream_back()
    {
        foreach (var current in Enum.GetValues<StreamState>())
        {
            foreach (var reported in (StreamState[])[StreamState.Connecting, StreamState.Pulling, StreamState.Retrying])
            {
                var after = StreamTransitions.Report(current, reported);
                Assert.Equal(current >= StreamState.Closing ? current : reported, after);
            }

            Assert.Equal(current, StreamTransitions.Report(current, null));
        }
    }

    [Fact]
    public void A_close_that_was_accepted_stays_the_reason()
    {
        var closing = Stream(StreamState.Closing) with { EndReason = EndReason.ClosedByClient };
        Assert.Equal(EndReason.ClosedByClient, StreamTransitions.End(closing, EndReason.PullFailed));
        Assert.Equal(EndReason.PullFailed, StreamTransitions.End(Stream(StreamState.Retrying), EndReason.PullFailed));
    }

    private static StreamRow Stream(StreamState state) => Rows.Stream() with { Tenant = "acme", State = state };
}
