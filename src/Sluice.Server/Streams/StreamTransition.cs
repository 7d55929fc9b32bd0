using Sluice.Protocol;

namespace Sluice.Server.Streams;

/// <summary>What an event does to a stream.</summary>
/// <param name="From">The state that it was in.</param>
/// <param name="Event">What happened.</param>
/// <param name="To">The state that it is in now.</param>
/// <param name="Reason">Why it is closing or ended.</param>
internal readonly record struct StreamTransition(StreamState From, StreamEvent Event, StreamState To, EndReason Reason)
{
    /// <summary>The tenant has one concurrent stream less, and the source may be submitted again.</summary>
    public bool FreesPlace => From < StreamState.Closing && To >= StreamState.Closing;

    /// <summary>The end callbacks are written with it. Once in a stream's life.</summary>
    public bool Ends => From < StreamState.Ended && To == StreamState.Ended;

    public PullOrder Pull => this switch
    {
        { FreesPlace: true } => PullOrder.Stop,
        { To: >= StreamState.Closing } => PullOrder.None,
        { Event: StreamEvent.TakenUp } => PullOrder.Begin,
        _ => PullOrder.GoOn,
    };

    /// <summary>What the caller is answered, where the event is a call. A submission that is no duplicate starts another stream.</summary>
    public ResponseCode? Answer => Event switch
    {
        StreamEvent.ClosedByClient or StreamEvent.ClosedByOperator => ResponseCode.Success,
        StreamEvent.SubmittedAgain => To < StreamState.Closing ? ResponseCode.InvalidParameters : ResponseCode.Success,
        _ => null,
    };
}
