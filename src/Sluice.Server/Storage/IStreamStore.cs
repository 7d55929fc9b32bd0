using Sluice.Server.Streams;

namespace Sluice.Server.Storage;

/// <summary>Streams. Every write of a pull is fenced: it returns false, and does nothing, when the epoch is no longer the row's.</summary>
internal interface IStreamStore
{
    /// <summary>
    /// In one transaction: is its source running already (then Duplicate; a repeat of the very same id is Accepted), has the
    /// tenant room (then its count grows by one), runs its owner fewer than <paramref name="mostOfOwner"/>, insert.
    /// </summary>
    Task<SubmitResult> SubmitAsync(StreamRow stream, int mostOfOwner, CancellationToken cancellationToken);

    /// <summary>
    /// In one transaction: look up, decide by <see cref="StreamTransitions.Close"/>, mark the row closing and lower the
    /// tenant's count.
    /// </summary>
    Task<CloseResult> CloseAsync(string streamId, string tenant, EndReason reason, DateTimeOffset at, CancellationToken cancellationToken);

    ValueTask<StreamRow?> FindStreamAsync(string streamId, CancellationToken cancellationToken);

    /// <summary>Those of these ids that name a stream which is remembered.</summary>
    ValueTask<IReadOnlySet<string>> FindKnownAsync(IReadOnlyList<string> streamIds, CancellationToken cancellationToken);

    /// <summary>What is shown of a stream.</summary>
    ValueTask<StreamSummary?> FindSummaryAsync(string streamId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<StreamSummary>> ListStreamsAsync(StreamFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Ids of the tenant's running streams, oldest first: all, or those of a room, or the one of a source.
    /// </summary>
    ValueTask<IReadOnlyList<string>> ListRunningAsync(
        string tenant, string? room, string? sourceHash, CancellationToken cancellationToken);

    /// <summary>Streams of this owner that are not ended: what lost messages would have told it.</summary>
    ValueTask<IReadOnlyList<UnendedStream>> ListUnendedAsync(string owner, CancellationToken cancellationToken);

    /// <summary>At start: takes over every stream that is not ended and belonged to any of the owners (null: to anyone), with epoch + 1.</summary>
    Task<IReadOnlyList<StreamRow>> TakeOverAsync(string newOwner, string? oldOwner, CancellationToken cancellationToken);

    /// <summary>
    /// The pull's report: new state as <see cref="StreamTransitions"/> says (null: keep), progress, the last error's code, and
    /// callbacks to be delivered, in one transaction. A closing row keeps its state but takes progress and callbacks.
    /// </summary>
    Task<bool> ReportAsync(StreamReport report, CancellationToken cancellationToken);

    /// <summary>
    /// The stream is over, as <see cref="StreamTransitions"/> says: the row becomes ended (with this reason when it was still
    /// running, and then the tenant's count falls by one), progress and the last callbacks are written, in one transaction.
    /// </summary>
    Task<bool> EndAsync(StreamReport report, EndReason reason, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets streams that ended before this and have no pending callback. Returns their ids.</summary>
    Task<IReadOnlyList<string>> ForgetAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);
}
