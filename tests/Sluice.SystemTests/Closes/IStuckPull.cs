using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Closes;

/// <summary>A source that gets a pull into one state and keeps it there. One stream at a time.</summary>
internal interface IStuckPull : IAsyncDisposable
{
    /// <summary>An address that was not used before.</summary>
    string NextUrl();

    /// <summary>Returns when the pull of the stream that was submitted last is there.</summary>
    Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within);

    /// <summary>
    /// Returns when the source has no connection any more, and since when: <see cref="TimeProvider.GetTimestamp"/> of the
    /// system's clock.
    /// </summary>
    Task<long> LeftAsync(TimeSpan within);
}
