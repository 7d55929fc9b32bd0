using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage;

/// <summary>The outbox: deliveries are owed until they are delivered or given up.</summary>
internal interface ICallbackStore
{
    /// <summary>
    /// Pending callbacks that may be attempted at <paramref name="now"/>, oldest due first, at most <paramref name="limit"/>:
    /// <list type="bullet">
    /// <item>one that was tried before: when it is due;</item>
    /// <item>one that was never tried: in sequence order of its stream and content type; every such row is returned, the
    /// dispatcher keeps the order of first attempts within a lane;</item>
    /// <item>an end callback: only when no segment callback of its stream and content type is pending.</item>
    /// </list>
    /// Rows that go to one of <paramref name="exceptUrls"/> (compared ordinally with <see cref="CallbackRow.Url"/>) are left out,
    /// so that the backlog of a receiver that does not answer never fills the list.
    /// </summary>
    ValueTask<IReadOnlyList<CallbackRow>> ListDueAsync(
        DateTimeOffset now, int limit, IReadOnlyCollection<string> exceptUrls, CancellationToken cancellationToken);

    /// <summary>When the next pending callback becomes due, or null when none is pending. End callbacks that wait for others do not count.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Writes what attempts came to. A row that is no longer pending stays as it is.</summary>
    Task CompleteAsync(IReadOnlyList<CallbackOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// The secrets that sign a tenant's callbacks as they are now (another process may have changed them), the newest first;
    /// none when there is no such tenant.
    /// </summary>
    ValueTask<IReadOnlyList<string>> FindCallbackSecretsAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>How many callbacks of a stream (null: of all) are in each state.</summary>
    ValueTask<CallbackCounts> CountAsync(string? streamId, CancellationToken cancellationToken);
}
