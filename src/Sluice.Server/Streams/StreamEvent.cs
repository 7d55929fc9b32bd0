namespace Sluice.Server.Streams;

/// <summary>What can happen to a stream.</summary>
internal enum StreamEvent
{
    /// <summary>A close by <c>POST /finish_videostream/v4</c>.</summary>
    ClosedByClient,

    /// <summary>A close by <c>POST /api/v1/streams/close</c>.</summary>
    ClosedByOperator,

    /// <summary>The same tenant submitted the same source.</summary>
    SubmittedAgain,

    /// <summary>The source is being opened.</summary>
    Opening,

    /// <summary>An attempt's first frame or sound.</summary>
    MediaArrived,

    /// <summary>The source could not be opened, or broke; it is tried again.</summary>
    AttemptFailed,

    /// <summary>The retry schedule is used up, or there is nothing to try: the address may not be contacted.</summary>
    PullFailed,

    /// <summary>The source said that it is over, and what was captured is judged.</summary>
    SourceEnded,

    /// <summary>What was captured before the close is judged, or its time is over.</summary>
    Drained,

    /// <summary>A node takes the stream up: after its submission, a restart, or another node's death.</summary>
    TakenUp,
}
