using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Server.Streams;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const string SelectStreams =
        """
        SELECT s.id, s.tenant, s.source_hash, s.state, s.end_reason, s.error_code, s.owner, s.epoch,
               s.submitted_at, s.closed_at, s.ended_at, s.progress, x.settings
        FROM streams s JOIN stream_settings x ON x.stream_id = s.id

        """;

    /// <summary>Stands for the settings where they are not read: parsing them would cost more than the rest of a close.</summary>
    private static readonly StreamSettings NotRead = new()
    {
        AppId = "",
        EventId = "",
        StreamType = "",
        Url = "",
        TokenId = "",
        ImageCallback = "",
        Data = "{}",
    };

    public ValueTask<StreamRow?> FindStreamAsync(string streamId, CancellationToken cancellationToken) =>
        _readers.ReadAsync(
            session => session.First(SelectStreams + "WHERE s.id = $id", ToStream, ("$id", streamId)), cancellationToken);

    public async ValueTask<IReadOnlyList<UnendedStream>> ListUnendedAsync(string owner, CancellationToken cancellationToken) =>
        await _readers.ReadAsync(
            session => session.List(
                "SELECT id, state FROM streams WHERE owner = $owner AND state < 5",
                reader => new UnendedStream(reader.GetString(0), (StreamState)reader.GetInt32(1)),
                ("$owner", owner)),
            cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// A repeat with an old owner finds nothing left to take: what an earlier attempt took is among <see cref="ListUnendedAsync"/>.
    /// </remarks>
    public Task<IReadOnlyList<StreamRow>> TakeOverAsync(string newOwner, string? oldOwner, CancellationToken cancellationToken) =>
        _writer.WriteAsync<IReadOnlyList<StreamRow>>(
            session =>
            {
                var taken = session.List(
                    oldOwner is null
                        ? "UPDATE streams SET owner = $new, epoch = epoch + 1 WHERE state < 5 RETURNING id"
                        : "UPDATE streams SET owner = $new, epoch = epoch + 1 WHERE owner = $old AND state < 5 RETURNING id",
                    reader => reader.GetString(0),
                    oldOwner is null ? [("$new", newOwner)] : [("$new", newOwner), ("$old", oldOwner)]).ToHashSet();
                return taken.Count == 0 ? [] : ListUnended(session, newOwner).FindAll(stream => taken.Contains(stream.Id));
            },
            cancellationToken);

    private static List<StreamRow> ListUnended(SqliteSession session, string owner) => session.List(
        SelectStreams + "WHERE s.owner = $owner AND s.state < 5 ORDER BY s.ordinal", ToStream, ("$owner", owner));

    /// <summary>What decisions need of a stream: all but its settings and progress.</summary>
    private static StreamRow? FindHead(SqliteSession session, string streamId) => session.First(
        "SELECT tenant, source_hash, state, end_reason, owner, epoch FROM streams WHERE id = $id",
        reader => new StreamRow
        {
            Id = streamId,
            Tenant = reader.GetString(0),
            SourceHash = reader.GetString(1),
            State = (StreamState)reader.GetInt32(2),
            EndReason = (EndReason)reader.GetInt32(3),
            Owner = reader.GetString(4),
            Epoch = reader.GetInt64(5),
            Settings = NotRead,
        },
        ("$id", streamId));

    private static void LowerActive(SqliteSession session, string tenant) =>
        session.Execute("UPDATE tenants SET active = active - 1 WHERE name = $name AND active > 0", ("$name", tenant));

    private static StreamRow ToStream(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Tenant = reader.GetString(1),
        SourceHash = reader.GetString(2),
        State = (StreamState)reader.GetInt32(3),
        EndReason = (EndReason)reader.GetInt32(4),
        ErrorCode = reader.GetInt32(5),
        Owner = reader.GetString(6),
        Epoch = reader.GetInt64(7),
        SubmittedAt = reader.Time(8),
        ClosedAt = reader.TimeOrNull(9),
        EndedAt = reader.TimeOrNull(10),
        Progress = JsonSerializer.Deserialize(reader.GetString(11), StoreJsonContext.Default.StreamProgress)!,
        Settings = JsonSerializer.Deserialize(reader.GetString(12), StoreJsonContext.Default.StreamSettings)!,
    };

    private static string ToJson(StreamProgress progress) =>
        JsonSerializer.Serialize(progress, StoreJsonContext.Default.StreamProgress);
}
