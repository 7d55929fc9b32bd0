namespace Sluice.Server.Streams;

/// <summary>What a close of a stream comes to (protocol §2).</summary>
internal enum CloseDecision
{
    /// <summary>It was running: it is closing now.</summary>
    Accepted,

    /// <summary>Closed, closing or ended already: nothing changes, the answer is the same.</summary>
    AlreadyOver,

    NoSuchStream,

    /// <summary>Another tenant's.</summary>
    NotYours,
}
