using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace Sluice.Server.Storage.Sqlite;

/// <summary>The database file: private to this user, and how connections to it are set up.</summary>
internal sealed class SqliteFile(string path, TimeSpan busyTimeout)
{
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The provider repeats a busy statement until its own timeout (whole seconds) on top of SQLite's waiting. Waiting is
    // SQLite's business, so the provider gets the least that it takes.
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
        DefaultTimeout = 1,
    }.ToString();

    private readonly string _settings = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds};
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY;
        """);

    /// <summary>
    /// Makes the folder (0700) and an empty file (0600) when they are missing. A folder that is there already keeps its
    /// mode, since it may be shared on purpose; the file is made private always. SQLite gives its side files the same mode.
    /// </summary>
    public void Prepare()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            File.Open(path, FileMode.OpenOrCreate).Dispose();
            return;
        }

        if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, PrivateFile | UnixFileMode.UserExecute);
        Create();
        File.SetUnixFileMode(path, PrivateFile);
    }

    public SqliteSession OpenWriter() => Open(
        """
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -32768;
        """);

    public SqliteSession OpenReader() => Open(
        """
        PRAGMA query_only = ON;
        PRAGMA cache_size = -4096;
        """);

    [UnsupportedOSPlatform("windows")]
    private void Create()
    {
        // Never opened when it is there: closing any descriptor of a file drops this process's POSIX locks on it, those
        // of an open SQLite connection too.
        if (File.Exists(path))
            return;

        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = PrivateFile,
            }).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }

    private SqliteSession Open(string settings)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Script(_settings);
            session.Script(settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
