using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    /// <remarks>
    /// A close that changes nothing is answered from a read: it costs the writer nothing, and works while the store cannot
    /// be written. One that would be accepted is decided again inside the write transaction.
    /// </remarks>
    public async Task<CloseResult> CloseAsync(
        string streamId, string tenant, EndReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var seen = await _readers.ReadAsync(
            session => StreamTransitions.Close(FindHead(session, streamId), tenant), cancellationToken);
        return seen == CloseDecision.Accepted
            ? await _writer.WriteAsync(session => Close(session, streamId, tenant, reason, at), cancellationToken)
            : new CloseResult(seen);
    }

    private static CloseResult Close(SqliteSession session, string streamId, string tenant, EndReason reason, DateTimeOffset at)
    {
        var stream = FindHead(session, streamId);
        var decision = StreamTransitions.Close(stream, tenant);
        if (decision != CloseDecision.Accepted)
            return new CloseResult(decision);

        session.Execute(
            "UPDATE streams SET state = 4, end_reason = $reason, closed_at = $at WHERE id = $id",
            ("$reason", (int)reason),
            ("$at", at.Column()),
            ("$id", streamId));
        LowerActive(session, tenant);
        return new CloseResult(decision, stream!.Owner);
    }
}
