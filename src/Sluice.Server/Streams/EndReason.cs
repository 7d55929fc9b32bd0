namespace Sluice.Server.Streams;

/// <summary>Why a stream is closing or ended.</summary>
internal enum EndReason
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The tenant's client closed it, by <c>POST /finish_videostream/v4</c>.</summary>
    ClosedByClient = 1,

    /// <summary>The source said that it is over (protocol §3: only a certain end is an end).</summary>
    SourceEnded = 2,

    /// <summary>Every attempt of the retry schedule failed.</summary>
    PullFailed = 3,

    /// <summary>An operator of the tenant closed it, by <c>POST /api/v1/streams/close</c>.</summary>
    Operator = 4,
}
