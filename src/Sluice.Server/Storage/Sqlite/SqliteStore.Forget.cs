using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <summary>Rows that one transaction deletes at most: closes wait for it.</summary>
    private const int ForgetRows = 1000;

    internal const string DeleteDone =
        """
        DELETE FROM callbacks WHERE ordinal IN (
            SELECT ordinal FROM callbacks INDEXED BY callbacks_done
            WHERE state <> 0 AND state = $state AND due_at < $before ORDER BY due_at LIMIT $limit)
        """;

    /// <inheritdoc/>
    /// <remarks>
    /// Done in several short transactions, since a stream may have tens of thousands of callbacks: a stream's row goes last,
    /// and what is left after an interruption goes with the next call.
    /// </remarks>
    public async Task<IReadOnlyList<string>> ForgetAsync(
        DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        var forgotten = new List<string>();
        var more = true;
        while (more && forgotten.Count < limit)
        {
            var left = limit - forgotten.Count;
            (var ids, more) = await _writer.WriteAsync(session => Forget(session, endedBefore, left), cancellationToken);
            forgotten.AddRange(ids);
        }

        return forgotten;
    }

    public Task<int> ForgetCallbacksAsync(
        DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session =>
            {
                var delivered = ForgetDone(session, CallbackState.Delivered, deliveredBefore, limit);
                return delivered + (delivered < limit ? ForgetDone(session, CallbackState.Dead, deadBefore, limit - delivered) : 0);
            },
            cancellationToken);

    private static int ForgetDone(SqliteSession session, CallbackState state, DateTimeOffset before, int limit) => session.Execute(
        DeleteDone,
        ("$state", (int)state),
        ("$before", before.Column()),
        ("$limit", limit));

    private static (List<string> Ids, bool More) Forget(SqliteSession session, DateTimeOffset endedBefore, int limit)
    {
        var candidates = session.List(
            """
            SELECT s.id FROM streams s
            WHERE s.state = 5 AND s.ended_at < $before
              AND NOT EXISTS (SELECT 1 FROM callbacks c WHERE c.stream_id = s.id AND c.state = 0)
            ORDER BY s.ended_at LIMIT $limit
            """,
            reader => reader.GetString(0),
            ("$before", endedBefore.Column()),
            ("$limit", Math.Min(limit, ForgetRows)));

        var forgotten = new List<string>();
        var room = ForgetRows;
        foreach (var id in candidates)
        {
            room -= session.Execute(
                "DELETE FROM callbacks WHERE ordinal IN (SELECT ordinal FROM callbacks WHERE stream_id = $stream LIMIT $room)",
                ("$stream", id),
                ("$room", room));
            if (room <= 0)
                return (forgotten, true);

            session.Execute("DELETE FROM stream_settings WHERE stream_id = $stream", ("$stream", id));
            session.Execute("DELETE FROM streams WHERE id = $stream", ("$stream", id));
            forgotten.Add(id);
            room--;
        }

        return (forgotten, candidates.Count == ForgetRows);
    }
}
