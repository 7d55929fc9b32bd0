using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Server.Callbacks;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <summary>Rows that one transaction replays at most: closes wait for it.</summary>
    private const int ReplayRows = 1000;

    private const string SelectHistory =
        """
        SELECT c.ordinal AS ordinal, c.id, c.stream_id, c.content_type, c.kind, c.sequence, c.url, c.created_at, c.replayed_at,
               c.due_at, c.attempts, c.state, c.last_error, c.policy
        FROM callbacks c
        """ + " ";

    private const string OfTenant = SelectHistory + "INDEXED BY callbacks_of_tenant WHERE c.tenant = $tenant AND c.ordinal < $before AND c.state = ";

    private const string LatestFirst = " ORDER BY ordinal DESC LIMIT $limit";

    internal const string SelectHistoryOfState = OfTenant + "$state" + LatestFirst;

    /// <summary>Three walks of one index, merged: an index without the state would be one more to keep at every insert.</summary>
    internal const string SelectHistoryOfTenant =
        OfTenant + "0 UNION ALL " + OfTenant + "1 UNION ALL " + OfTenant + "2" + LatestFirst;

    internal const string SelectHistoryOfStream =
        SelectHistory + "INDEXED BY callbacks_of_stream WHERE c.stream_id = $stream AND c.tenant = $tenant AND c.ordinal < $before "
        + "AND ($state IS NULL OR c.state = $state)" + LatestFirst;

    private const string Owe = " SET state = 0, due_at = $at, attempts = 0, last_error = NULL, replayed_at = $at ";

    /// <summary>By the ids, never by the tenant, who may have a million rows: hence the plus.</summary>
    internal const string ReplayIds =
        "UPDATE callbacks" + Owe + "WHERE id IN (SELECT value FROM json_each($ids)) AND +tenant = $tenant AND state <> 0";

    public async ValueTask<IReadOnlyList<CallbackSummary>> ListCallbacksAsync(
        CallbackFilter filter, CancellationToken cancellationToken)
    {
        return await _readers.ReadAsync(
            session => filter switch
            {
                { StreamId: { } stream } => session.List(
                    SelectHistoryOfStream, ToHistory, Tenant(), Before(), Limit(), ("$stream", stream), ("$state", (int?)filter.State)),
                { State: { } state } => session.List(
                    SelectHistoryOfState, ToHistory, Tenant(), Before(), Limit(), ("$state", (int)state)),
                _ => session.List(SelectHistoryOfTenant, ToHistory, Tenant(), Before(), Limit()),
            },
            cancellationToken);

        (string, object?) Tenant() => ("$tenant", filter.Tenant);
        (string, object?) Before() => ("$before", filter.Before ?? long.MaxValue);
        (string, object?) Limit() => ("$limit", filter.Limit);
    }

    public async Task<int> ReplayStreamAsync(string streamId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var replayed = 0;
        for (long? after = -1; after is not null;)
        {
            // By place, not by state: one that is delivered again at once is not owed a third time.
            var from = after.Value;
            var page = await _writer.WriteAsync(session => ReplayPage(session, streamId, from, at), cancellationToken);
            replayed += page.Replayed;
            after = page.Last;
        }

        return replayed;
    }

    public Task<int> ReplayAsync(
        string tenant, IReadOnlyList<string> callbackIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var ids = JsonSerializer.Serialize([.. callbackIds], StoreJsonContext.Default.StringArray);
        return _writer.WriteAsync(
            session => session.Execute(
                ReplayIds,
                ("$at", at.Column()),
                ("$ids", ids),
                ("$tenant", tenant)),
            cancellationToken);
    }

    private static (int Replayed, long? Last) ReplayPage(SqliteSession session, string streamId, long after, DateTimeOffset at)
    {
        var last = session.Number(
            """
            SELECT MAX(ordinal) FROM (
                SELECT ordinal FROM callbacks WHERE stream_id = $stream AND ordinal > $after AND state <> 0
                ORDER BY ordinal LIMIT $limit)
            """,
            ("$stream", streamId),
            ("$after", after),
            ("$limit", ReplayRows));
        return last is null
            ? (0, null)
            : (session.Execute(
                "UPDATE callbacks INDEXED BY callbacks_of_stream" + Owe + "WHERE stream_id = $stream AND ordinal > $after AND ordinal <= $last AND state <> 0",
                ("$at", at.Column()),
                ("$stream", streamId),
                ("$after", after),
                ("$last", last.Value)), last);
    }

    private static CallbackSummary ToHistory(SqliteDataReader reader) => new()
    {
        Ordinal = reader.GetInt64(0),
        Id = reader.GetString(1),
        StreamId = reader.GetString(2),
        ContentType = reader.GetInt32(3),
        Kind = (CallbackKind)reader.GetInt32(4),
        Sequence = reader.GetInt64(5),
        Url = reader.GetString(6),
        CreatedAt = reader.Time(7),
        ReplayedAt = reader.TimeOrNull(8),
        DueAt = reader.Time(9),
        Attempts = reader.GetInt32(10),
        State = (CallbackState)reader.GetInt32(11),
        LastError = reader.TextOrNull(12),
        PolicyVersion = reader.TextOrNull(13),
    };
}
