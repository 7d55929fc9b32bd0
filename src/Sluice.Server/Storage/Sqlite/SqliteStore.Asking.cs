using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Server.Callbacks;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    // What was submitted may be 1 MiB a stream: only what is shown of it leaves SQLite.
    private const string SelectSummaries =
        """
        SELECT s.ordinal, s.id, s.tenant, s.state, s.end_reason, s.error_code, s.owner, s.submitted_at, s.closed_at, s.ended_at,
               s.room, json_extract(x.settings, '$.StreamName'), json_extract(x.settings, '$.Url'), s.progress,
               (SELECT COUNT(*) FROM callbacks c WHERE c.stream_id = s.id AND c.state = 0),
               (SELECT COUNT(*) FROM callbacks c WHERE c.stream_id = s.id AND c.state = 1),
               (SELECT COUNT(*) FROM callbacks c WHERE c.stream_id = s.id AND c.state = 2)
        FROM streams s
        """ + " ";

    private const string WithSettings = " CROSS JOIN stream_settings x ON x.stream_id = s.id ";

    private const string InPlace = "WHERE s.tenant = $tenant AND s.ordinal < $before ";

    private const string NewestFirst = " ORDER BY s.ordinal DESC LIMIT $limit";

    internal const string SelectOfTenant =
        SelectSummaries + "INDEXED BY streams_of_tenant" + WithSettings + InPlace
        + "AND ($state IS NULL OR s.state = $state)" + NewestFirst;

    internal const string SelectOfRoom =
        SelectSummaries + "INDEXED BY streams_of_room" + WithSettings + InPlace
        + "AND s.room = $room AND ($state IS NULL OR s.state = $state)" + NewestFirst;

    /// <summary>Few among the many that ended: found by what is running, and sorted.</summary>
    internal const string SelectRunning =
        SelectSummaries + "INDEXED BY streams_running" + WithSettings + InPlace
        + "AND s.state < 4 AND s.state = $state AND ($room IS NULL OR s.room = $room)" + NewestFirst;

    /// <summary>Fewer still: among those of all owners that are not ended.</summary>
    internal const string SelectClosing =
        SelectSummaries + "INDEXED BY streams_unended" + WithSettings + InPlace
        + "AND s.state < 5 AND s.state = $state AND ($room IS NULL OR s.room = $room)" + NewestFirst;

    internal const string SelectRunningIds =
        """
        SELECT s.id FROM streams s INDEXED BY streams_running
        WHERE s.tenant = $tenant AND s.state < 4 AND ($room IS NULL OR s.room = $room) ORDER BY s.ordinal
        """;

    internal const string SelectRunningOfSource =
        "SELECT s.id FROM streams s WHERE s.tenant = $tenant AND s.source_hash = $hash AND s.state < 4";

    public ValueTask<StreamSummary?> FindSummaryAsync(string streamId, CancellationToken cancellationToken) => _readers.ReadAsync(
        session => session.First(SelectSummaries + WithSettings + "WHERE s.id = $id", ToSummary, ("$id", streamId)),
        cancellationToken);

    public async ValueTask<IReadOnlyList<StreamSummary>> ListStreamsAsync(StreamFilter filter, CancellationToken cancellationToken)
    {
        var sql = filter.State switch
        {
            StreamState.Closing => SelectClosing,
            null or StreamState.Ended => filter.Room is null ? SelectOfTenant : SelectOfRoom,
            _ => SelectRunning,
        };
        return await _readers.ReadAsync(
            session => sql == SelectOfTenant
                ? session.List(sql, ToSummary, Tenant(), Before(), State(), Limit())
                : session.List(sql, ToSummary, Tenant(), Before(), State(), Limit(), ("$room", filter.Room)),
            cancellationToken);

        (string, object?) Tenant() => ("$tenant", filter.Tenant);
        (string, object?) Before() => ("$before", filter.Before ?? long.MaxValue);
        (string, object?) State() => ("$state", (int?)filter.State);
        (string, object?) Limit() => ("$limit", filter.Limit);
    }

    public async ValueTask<IReadOnlySet<string>> FindKnownAsync(IReadOnlyList<string> streamIds, CancellationToken cancellationToken)
    {
        var ids = ToJson(streamIds);
        return (await _readers.ReadAsync(
            session => session.List(
                "SELECT id FROM streams WHERE id IN (SELECT value FROM json_each($ids))", reader => reader.GetString(0), ("$ids", ids)),
            cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }

    public async ValueTask<IReadOnlyList<string>> ListRunningAsync(
        string tenant, string? room, string? sourceHash, CancellationToken cancellationToken) => await _readers.ReadAsync(
        session => sourceHash is null
            ? session.List(SelectRunningIds, reader => reader.GetString(0), ("$tenant", tenant), ("$room", room))
            : session.List(SelectRunningOfSource, reader => reader.GetString(0), ("$tenant", tenant), ("$hash", sourceHash)),
        cancellationToken);

    private static StreamSummary ToSummary(SqliteDataReader reader) => new()
    {
        Ordinal = reader.GetInt64(0),
        Id = reader.GetString(1),
        Tenant = reader.GetString(2),
        State = (StreamState)reader.GetInt32(3),
        EndReason = (EndReason)reader.GetInt32(4),
        ErrorCode = reader.GetInt32(5),
        Owner = reader.GetString(6),
        SubmittedAt = reader.Time(7),
        ClosedAt = reader.TimeOrNull(8),
        EndedAt = reader.TimeOrNull(9),
        Room = reader.TextOrNull(10),
        StreamName = reader.TextOrNull(11),
        Url = reader.GetString(12),
        Progress = JsonSerializer.Deserialize(reader.GetString(13), StoreJsonContext.Default.StreamProgress)!,
        Callbacks = new CallbackCounts(reader.GetInt64(14), reader.GetInt64(15), reader.GetInt64(16)),
    };
}
