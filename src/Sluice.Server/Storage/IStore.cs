namespace Sluice.Server.Storage;

/// <summary>
/// The truth. A write's task completes only when the write is on stable storage; writes of many callers share one commit.
/// A write whose token is cancelled before it began is not made; one that began may be committed all the same, so every
/// write can be repeated. Failures of the store itself are <see cref="StoreException"/>.
/// </summary>
internal interface IStore : ITenantStore, IStreamStore, ICallbackStore, ICallbackHistory, IListStore, IAsyncDisposable
{
    /// <summary>Creates the schema or upgrades it to this version. A newer schema than this build knows is an error.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// How long the oldest write that nobody has begun has waited: how far the store lags behind. Zero when none waits, and while
    /// writes fail, since then waiting is not a want of room.
    /// </summary>
    TimeSpan OldestWait { get; }

    /// <summary>Answers when the store can be written now.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
