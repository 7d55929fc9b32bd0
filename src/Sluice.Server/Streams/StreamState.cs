namespace Sluice.Server.Streams;

/// <summary>Where a stream is in its life. The wire names are the lower-case ones of protocol §8.</summary>
internal enum StreamState
{
    /// <summary>Accepted and durable; no pull has begun.</summary>
    Submitted = 0,

    /// <summary>The source is being opened.</summary>
    Connecting = 1,

    /// <summary>Media arrives.</summary>
    Pulling = 2,

    /// <summary>The source could not be opened or broke; the next attempt is waiting for its time.</summary>
    Retrying = 3,

    /// <summary>Closed or over; what was captured is being judged and delivered.</summary>
    Closing = 4,

    /// <summary>Nothing more will be captured or judged. Callbacks may still be on their way.</summary>
    Ended = 5,
}
