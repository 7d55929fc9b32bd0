using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage;

/// <summary>The outbox: deliveries are owed until they are delivered or given up.</summary>
internal interface ICallbackStore
{
    /// <summary>Every endpoint that pending callbacks go to, the one with the oldest due first.</summary>
    ValueTask<IReadOnlyList<DueEndpoint>> ListEndpointsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Pending callbacks to one endpoint that may be attempted at <paramref name="now"/>, oldest due first, at most
    /// <paramref name="limit"/>:
    /// <list type="bullet">
    /// <item>one that was tried before: when it is due;</item>
    /// <item>one that was never tried: in sequence order of its lane, unless that is one of <paramref name="exceptLanes"/>; the
    /// dispatcher keeps the order of first attempts within a lane;</item>
    /// <item>an end callback: only when no segment callback of its lane is pending.</item>
    /// </list>
    /// </summary>
    ValueTask<IReadOnlyList<CallbackRow>> ListDueAsync(
        string endpoint, DateTimeOffset now, int limit, IReadOnlyCollection<CallbackLane> exceptLanes, CancellationToken cancellationToken);

    /// <summary>
    /// The clock was set: moves due times and ages of pending callbacks by so much, but those of callbacks that were never tried
    /// and are due from <paramref name="freshFrom"/> to <paramref name="freshTo"/>: they have come since. Made in several short
    /// transactions. Returns how many were moved.
    /// </summary>
    Task<int> ShiftPendingAsync(
        TimeSpan by, DateTimeOffset freshFrom, DateTimeOffset freshTo, CancellationToken cancellationToken);

    /// <summary>Makes pending callbacks due now that would be due only after <paramref name="latest"/>. Returns how many.</summary>
    Task<int> HastenPendingAsync(DateTimeOffset now, DateTimeOffset latest, CancellationToken cancellationToken);

    /// <summary>Writes what attempts came to. A row that is no longer pending stays as it is.</summary>
    Task CompleteAsync(IReadOnlyList<CallbackOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Removes callbacks that were delivered, or given up, before these times, the oldest first, at most <paramref name="limit"/> in
    /// one transaction. Returns how many.
    /// </summary>
    Task<int> ForgetCallbacksAsync(
        DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The secrets that sign a tenant's callbacks as they are now (another process may have changed them), the newest first;
    /// none when there is no such tenant.
    /// </summary>
    ValueTask<IReadOnlyList<string>> FindCallbackSecretsAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>How many callbacks of a stream (null: of all) are in each state.</summary>
    ValueTask<CallbackCounts> CountAsync(string? streamId, CancellationToken cancellationToken);
}
