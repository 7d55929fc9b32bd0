namespace Sluice.Server.Streams;

/// <summary>
/// What each event does to a stream, in whatever state it is: the table of docs/architecture.md. Pure: effects are the
/// store's and the pull's, which both ask here.
/// </summary>
internal static class StreamTransitions
{
    /// <summary>The one table.</summary>
    public static StreamTransition On(StreamEvent happened, StreamState state, EndReason reason)
    {
        var (to, why) = (state, happened) switch
        {
            // Over is over: nothing that was on its way changes it.
            (StreamState.Ended, _) => (state, reason),

            // Only the end is left, for the reason that was accepted first.
            (StreamState.Closing, StreamEvent.Drained or StreamEvent.SourceEnded or StreamEvent.PullFailed) => (StreamState.Ended, reason),
            (StreamState.Closing, _) => (state, reason),

            // Running. The last news stands for all before it, so that a report may leave some out.
            (_, StreamEvent.ClosedByClient) => (StreamState.Closing, EndReason.ClosedByClient),
            (_, StreamEvent.ClosedByOperator) => (StreamState.Closing, EndReason.Operator),
            (_, StreamEvent.Opening) => (StreamState.Connecting, reason),
            (_, StreamEvent.MediaArrived) => (StreamState.Pulling, reason),
            (_, StreamEvent.AttemptFailed) => (StreamState.Retrying, reason),
            (_, StreamEvent.PullFailed) => (StreamState.Ended, EndReason.PullFailed),
            (_, StreamEvent.SourceEnded) => (StreamState.Ended, EndReason.SourceEnded),

            // A pull that took itself for closed does not close its stream: it is pulled again.
            (_, StreamEvent.Drained) => (state, reason),
            _ => (state, reason),
        };
        return new StreamTransition(state, happened, to, why);
    }

    public static StreamTransition On(StreamEvent happened, StreamRow stream) => On(happened, stream.State, stream.EndReason);

    /// <summary>Decides a close by <paramref name="tenant"/> of the stream that was found, if any.</summary>
    public static CloseDecision Close(StreamRow? stream, string tenant, EndReason reason) => stream switch
    {
        null => CloseDecision.NoSuchStream,
        _ when stream.Tenant != tenant => CloseDecision.NotYours,
        _ when On(CloseFor(reason), stream).FreesPlace => CloseDecision.Accepted,
        _ => CloseDecision.AlreadyOver,
    };

    /// <summary>The event of a close that is made for this reason.</summary>
    public static StreamEvent CloseFor(EndReason reason) =>
        reason == EndReason.Operator ? StreamEvent.ClosedByOperator : StreamEvent.ClosedByClient;

    /// <summary>The event of an end that a pull reports with this reason; a close is known by its row.</summary>
    public static StreamEvent End(EndReason reason) => reason switch
    {
        EndReason.SourceEnded => StreamEvent.SourceEnded,
        EndReason.PullFailed => StreamEvent.PullFailed,
        _ => StreamEvent.Drained,
    };

    /// <summary>The event that made a pull report this state; null when it has no news.</summary>
    public static StreamEvent? News(StreamState? reported) => reported switch
    {
        StreamState.Connecting => StreamEvent.Opening,
        StreamState.Pulling => StreamEvent.MediaArrived,
        StreamState.Retrying => StreamEvent.AttemptFailed,
        _ => null,
    };
}
