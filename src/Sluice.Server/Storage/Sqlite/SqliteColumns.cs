using Microsoft.Data.Sqlite;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>How values are kept in columns.</summary>
internal static class SqliteColumns
{
    public static DateTimeOffset Time(this SqliteDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.Time(column);

    public static long? NumberOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string? TextOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long Column(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? Column(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
