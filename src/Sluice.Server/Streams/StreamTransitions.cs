namespace Sluice.Server.Streams;

/// <summary>What each event does to a stream, in whatever state it is. Pure: effects are the store's and the pull's.</summary>
internal static class StreamTransitions
{
    /// <summary>Decides a close by <paramref name="tenant"/> of the stream that was found, if any.</summary>
    public static CloseDecision Close(StreamRow? stream, string tenant) => stream switch
    {
        null => CloseDecision.NoSuchStream,
        _ when stream.Tenant != tenant => CloseDecision.NotYours,
        { IsRunning: true } => CloseDecision.Accepted,
        _ => CloseDecision.AlreadyOver,
    };

    /// <summary>
    /// The state after the pull reports <paramref name="reported"/>: a stream that is closing or ended is never brought back
    /// by a report that was on its way.
    /// </summary>
    public static StreamState Report(StreamState current, StreamState? reported) =>
        current >= StreamState.Closing ? current : reported ?? current;

    /// <summary>The reason that is kept when a stream ends: a close that was accepted stays the reason.</summary>
    public static EndReason End(StreamRow stream, EndReason reason) => stream.IsRunning ? reason : stream.EndReason;
}
