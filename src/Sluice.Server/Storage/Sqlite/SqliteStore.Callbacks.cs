using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <summary>Pending, and not an end callback that waits for a segment callback of its lane.</summary>
    private const string Attemptable =
        """
        c.state = 0 AND (c.kind <> 1 OR NOT EXISTS (
            SELECT 1 FROM callbacks p
            WHERE p.stream_id = c.stream_id AND p.state = 0 AND p.content_type = c.content_type AND p.kind = 0))

        """;

    internal const string SelectDue =
        """
        SELECT c.id, c.stream_id, c.tenant, c.content_type, c.kind, c.sequence, c.url, c.body, c.created_at, c.due_at,
               c.attempts, c.state, c.last_error, c.replayed_at, c.endpoint, c.policy
        FROM callbacks c INDEXED BY callbacks_due
        WHERE c.endpoint = $endpoint AND c.due_at <= $now
          AND NOT (c.attempts = 0 AND c.stream_id || ' ' || c.content_type IN (SELECT value FROM json_each($lanes))) AND
        """ + " " + Attemptable + "ORDER BY c.due_at, c.ordinal LIMIT $limit";

    /// <summary>Leaps from endpoint to endpoint, however many rows each has.</summary>
    internal const string SelectEndpoints =
        """
        WITH RECURSIVE known (endpoint) AS (
            SELECT (SELECT c.endpoint FROM callbacks c INDEXED BY callbacks_due WHERE c.state = 0 ORDER BY c.endpoint LIMIT 1)
            UNION ALL
            SELECT (SELECT c.endpoint FROM callbacks c INDEXED BY callbacks_due
                    WHERE c.state = 0 AND c.endpoint > known.endpoint ORDER BY c.endpoint LIMIT 1)
            FROM known WHERE known.endpoint IS NOT NULL)
        SELECT endpoint,
               (SELECT c.due_at FROM callbacks c INDEXED BY callbacks_due
                WHERE c.state = 0 AND c.endpoint = known.endpoint ORDER BY c.due_at LIMIT 1),
               (SELECT c.due_at FROM callbacks c INDEXED BY callbacks_due
                WHERE c.state = 0 AND c.endpoint = known.endpoint AND c.due_at > $now ORDER BY c.due_at LIMIT 1)
        FROM known WHERE endpoint IS NOT NULL
        """;

    public async ValueTask<IReadOnlyList<DueEndpoint>> ListEndpointsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var endpoints = await _readers.ReadAsync(
            session => session.List(
                SelectEndpoints,
                reader => new DueEndpoint(reader.GetString(0), reader.Time(1), reader.TimeOrNull(2)),
                ("$now", now.Column())),
            cancellationToken);
        endpoints.Sort((one, other) => one.FirstDueAt.CompareTo(other.FirstDueAt));
        return endpoints;
    }

    public async ValueTask<IReadOnlyList<CallbackRow>> ListDueAsync(
        string endpoint, DateTimeOffset now, int limit, IReadOnlyCollection<CallbackLane> exceptLanes, CancellationToken cancellationToken)
    {
        var lanes = JsonSerializer.Serialize(
            [.. exceptLanes.Select(lane => string.Create(CultureInfo.InvariantCulture, $"{lane.StreamId} {lane.ContentType}"))],
            StoreJsonContext.Default.StringArray);
        var rows = await _readers.ReadAsync(
            session => session.List(
                SelectDue, ToCallback, ("$endpoint", endpoint), ("$now", now.Column()), ("$limit", limit), ("$lanes", lanes)),
            cancellationToken);
        CallbackLane.OrderFirstAttempts(rows);
        return rows;
    }

    public Task CompleteAsync(IReadOnlyList<CallbackOutcome> outcomes, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session =>
            {
                var changed = 0;
                foreach (var outcome in outcomes)
                    changed += Complete(session, outcome);
                return changed;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindCallbackSecretsAsync(string tenant, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => FindSecrets(session, tenant) ?? [], cancellationToken);

    public async ValueTask<CallbackCounts> CountAsync(string? streamId, CancellationToken cancellationToken)
    {
        var counts = await _readers.ReadAsync(
            session => streamId is null
                ? session.List("SELECT state, total FROM callback_counts", ToCount)
                : session.List(
                    "SELECT state, COUNT(*) FROM callbacks WHERE stream_id = $stream GROUP BY state",
                    ToCount,
                    ("$stream", streamId)),
            cancellationToken);
        return new CallbackCounts(Of(CallbackState.Pending), Of(CallbackState.Delivered), Of(CallbackState.Dead));

        long Of(CallbackState state) => counts.Find(count => count.State == state).Total;
    }

    private static int Complete(SqliteSession session, CallbackOutcome outcome) => session.Execute(
        """
        UPDATE callbacks SET state = $state, attempts = $attempts, due_at = $due, last_error = $error
        WHERE id = $id AND state = 0
        """,
        ("$state", (int)outcome.State),
        ("$attempts", outcome.Attempts),
        ("$due", outcome.DueAt.Column()),
        ("$error", outcome.LastError),
        ("$id", outcome.Id));

    private static (CallbackState State, long Total) ToCount(SqliteDataReader reader) =>
        ((CallbackState)reader.GetInt32(0), reader.GetInt64(1));

    private static CallbackRow ToCallback(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        StreamId = reader.GetString(1),
        Tenant = reader.GetString(2),
        ContentType = reader.GetInt32(3),
        Kind = (CallbackKind)reader.GetInt32(4),
        Sequence = reader.GetInt64(5),
        Url = reader.GetString(6),
        Body = reader.GetFieldValue<byte[]>(7),
        CreatedAt = reader.Time(8),
        DueAt = reader.Time(9),
        Attempts = reader.GetInt32(10),
        State = (CallbackState)reader.GetInt32(11),
        LastError = reader.TextOrNull(12),
        ReplayedAt = reader.TimeOrNull(13),
        Endpoint = reader.GetString(14),
        PolicyVersion = reader.TextOrNull(15),
    };
}
