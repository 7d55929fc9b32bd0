using System.Text.Json;

namespace Sluice.Server.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <summary>Rows that one transaction moves at most: closes wait for it.</summary>
    private const int ShiftRows = 500;

    /// <inheritdoc/>
    /// <remarks>Of what is pending when it begins, each once. What an interruption leaves is as it was.</remarks>
    public async Task<int> ShiftPendingAsync(
        TimeSpan by, DateTimeOffset freshFrom, DateTimeOffset freshTo, CancellationToken cancellationToken)
    {
        var pending = await _readers.ReadAsync(
            session => session.List(
                """
                SELECT ordinal FROM callbacks INDEXED BY callbacks_due
                WHERE state = 0 AND NOT (attempts = 0 AND due_at BETWEEN $from AND $to)
                """,
                reader => reader.GetInt64(0),
                ("$from", freshFrom.Column()),
                ("$to", freshTo.Column())),
            cancellationToken);
        var shifted = 0;
        foreach (var page in pending.Chunk(ShiftRows))
        {
            var ordinals = JsonSerializer.Serialize(page, StoreJsonContext.Default.Int64Array);
            shifted += await _writer.WriteAsync(session => Shift(session, by, ordinals), cancellationToken);
        }

        return shifted;
    }

    public Task<int> HastenPendingAsync(DateTimeOffset now, DateTimeOffset latest, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session => session.Execute(
                "UPDATE callbacks INDEXED BY callbacks_due SET due_at = $now WHERE state = 0 AND due_at > $latest",
                ("$now", now.Column()),
                ("$latest", latest.Column())),
            cancellationToken);

    private static int Shift(SqliteSession session, TimeSpan by, string ordinals) => session.Execute(
        """
        UPDATE callbacks SET due_at = due_at + $by, created_at = created_at + $by, replayed_at = replayed_at + $by
        WHERE ordinal IN (SELECT value FROM json_each($ordinals)) AND state = 0
        """,
        ("$by", (long)by.TotalMilliseconds),
        ("$ordinals", ordinals));
}
