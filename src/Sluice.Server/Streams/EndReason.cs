namespace Sluice.Server.Streams;

/// <summary>Why a stream is closing or ended.</summary>
internal enum EndReason
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The tenant closed it.</summary>
    ClosedByClient = 1,

    /// <summary>The source said that it is over (protocol §3: only a certain end is an end).</summary>
    SourceEnded = 2,

    /// <summary>Every attempt of the retry schedule failed.</summary>
    PullFailed = 3,

    /// <summary>An operator of this server ended it.</summary>
    Operator = 4,
}
