using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>Turns SQLite's errors into the store's.</summary>
internal static class SqliteFailure
{
    public static StoreException Translate(SqliteException exception) => new(
        exception.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another process holds the database's write lock.",
            raw.SQLITE_FULL => "The disk is full.",
            raw.SQLITE_IOERR => "The database file could not be read or written.",
            raw.SQLITE_CANTOPEN => "The database file could not be opened.",
            raw.SQLITE_READONLY => "The database file is read-only.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "The database file is damaged.",
            _ => "The database refused the statement.",
        },
        exception);

    /// <summary>The connection is still good: it only met a lock, a full disk or a constraint.</summary>
    public static bool LeavesConnectionUsable(SqliteException exception) => exception.SqliteErrorCode
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_CONSTRAINT;
}
