using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    /// <remarks>
    /// Repeating a report is harmless: callbacks that are there already are left as they are. A report about an ended
    /// stream is false and writes nothing, so that no result comes after the end callback.
    /// </remarks>
    public Task<bool> ReportAsync(StreamReport report, CancellationToken cancellationToken)
    {
        var progress = ToJson(report.Progress);
        return _writer.WriteAsync(session => Report(session, report, progress), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The end of a stream that ended under the same epoch is true and writes nothing: it is a repeat. False and nothing is
    /// written, too, when a pull says that it drained a stream which nobody closed.
    /// </remarks>
    public Task<bool> EndAsync(StreamReport report, EndReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var progress = ToJson(report.Progress);
        return _writer.WriteAsync(session => End(session, report, progress, reason, at), cancellationToken);
    }

    private static bool Report(SqliteSession session, StreamReport report, string progress)
    {
        var stream = FindHead(session, report.StreamId);
        if (stream is null || stream.Epoch != report.Epoch || stream.State == StreamState.Ended)
            return false;

        var state = StreamTransitions.News(report.State) is { } news ? StreamTransitions.On(news, stream).To : stream.State;
        session.Execute(
            """
            UPDATE streams SET state = $state, error_code = COALESCE($error, error_code), progress = $progress
            WHERE id = $id
            """,
            ("$state", (int)state),
            ("$error", report.ErrorCode),
            ("$progress", progress),
            ("$id", stream.Id));
        Append(session, report.Callbacks);
        return true;
    }

    private static bool End(SqliteSession session, StreamReport report, string progress, EndReason reason, DateTimeOffset at)
    {
        var stream = FindHead(session, report.StreamId);
        if (stream is null || stream.Epoch != report.Epoch)
            return false;
        if (stream.State == StreamState.Ended)
            return true;

        var ended = StreamTransitions.On(StreamTransitions.End(reason), stream);
        if (!ended.Ends)
            return false;

        // Its callbacks agree with its reason.
        var (errorCode, callbacks) = stream.State == StreamState.Closing && report.IfClosed is { } closed
            ? (closed.ErrorCode, closed.Callbacks)
            : (report.ErrorCode, report.Callbacks);
        session.Execute(
            """
            UPDATE streams SET state = $state, end_reason = $reason, closed_at = COALESCE(closed_at, $at), ended_at = $at,
                               error_code = COALESCE($error, error_code), progress = $progress
            WHERE id = $id
            """,
            ("$state", (int)ended.To),
            ("$reason", (int)ended.Reason),
            ("$at", at.Column()),
            ("$error", errorCode),
            ("$progress", progress),
            ("$id", stream.Id));
        if (ended.FreesPlace)
            LowerActive(session, stream.Tenant);
        Append(session, callbacks);
        return true;
    }

    private static void Append(SqliteSession session, IReadOnlyList<CallbackRow> callbacks)
    {
        foreach (var callback in callbacks)
        {
            session.Execute(
                """
                INSERT INTO callbacks (id, stream_id, tenant, content_type, kind, sequence, created_at, due_at, attempts, state,
                                       last_error, url, endpoint, policy, body)
                VALUES ($id, $stream, $tenant, $type, $kind, $sequence, $created, $due, $attempts, $state, $error, $url, $endpoint, $policy, $body)
                ON CONFLICT (id) DO NOTHING
                """,
                ("$id", callback.Id),
                ("$stream", callback.StreamId),
                ("$tenant", callback.Tenant),
                ("$type", callback.ContentType),
                ("$kind", (int)callback.Kind),
                ("$sequence", callback.Sequence),
                ("$created", callback.CreatedAt.Column()),
                ("$due", callback.DueAt.Column()),
                ("$attempts", callback.Attempts),
                ("$state", (int)callback.State),
                ("$error", callback.LastError),
                ("$url", callback.Url),
                ("$endpoint", callback.Endpoint),
                ("$policy", callback.PolicyVersion),
                ("$body", callback.Body));
        }
    }
}
