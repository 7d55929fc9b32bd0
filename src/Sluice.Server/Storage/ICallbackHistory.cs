namespace Sluice.Server.Storage;

/// <summary>What tenants ask about the outbox, as far as it is remembered. Bodies are never read here.</summary>
internal interface ICallbackHistory
{
    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<CallbackSummary>> ListCallbacksAsync(CallbackFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Owes every delivered or dead callback of the stream again: pending, due at <paramref name="at"/>, no attempt counted, its
    /// age counted from then. Made in several short transactions, each durable on its own. Returns how many.
    /// </summary>
    Task<int> ReplayStreamAsync(string streamId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The same for those of these callbacks that are the tenant's, in one transaction.</summary>
    Task<int> ReplayAsync(string tenant, IReadOnlyList<string> callbackIds, DateTimeOffset at, CancellationToken cancellationToken);
}
