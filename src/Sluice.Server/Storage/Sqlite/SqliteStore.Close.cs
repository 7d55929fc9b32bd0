using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    /// <remarks>
    /// Decided from a read: a close that changes nothing costs the writer nothing, and works while the store cannot be
    /// written. One that is accepted is written only where the row still is as it was read, and is decided again if not.
    /// </remarks>
    public async Task<CloseResult> CloseAsync(
        string streamId, string tenant, EndReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var seen = await _readers.ReadAsync(session => FindHead(session, streamId), cancellationToken);
        var decision = StreamTransitions.Close(seen, tenant, reason);
        return decision == CloseDecision.Accepted
            ? await _writer.WriteAsync(session => Close(session, seen!, tenant, reason, at), cancellationToken)
            : new CloseResult(decision);
    }

    private static CloseResult Close(SqliteSession session, StreamRow seen, string tenant, EndReason reason, DateTimeOffset at)
    {
        for (var stream = seen; ; stream = FindHead(session, seen.Id))
        {
            var decision = StreamTransitions.Close(stream, tenant, reason);
            if (decision != CloseDecision.Accepted)
                return new CloseResult(decision);

            var closed = StreamTransitions.On(StreamTransitions.CloseFor(reason), stream!);

            // The epoch stands for the owner: they only change together.
            var marked = session.Execute(
                """
                UPDATE streams SET state = $to, end_reason = $reason, closed_at = $at
                WHERE id = $id AND state = $state AND epoch = $epoch
                """,
                ("$to", (int)closed.To),
                ("$reason", (int)closed.Reason),
                ("$at", at.Column()),
                ("$id", stream!.Id),
                ("$state", (int)stream.State),
                ("$epoch", stream.Epoch));
            if (marked == 0)
                continue;

            LowerActive(session, tenant);
            return new CloseResult(decision, stream.Owner);
        }
    }
}
