namespace Sluice.Server.Storage.Sqlite;

/// <summary>Bounds of the SQLite store.</summary>
internal sealed record SqliteLimits
{
    public static SqliteLimits Default { get; } = new();

    /// <summary>How long a transaction waits for another process that writes, before it fails.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Writes that share one commit at most.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Writes that wait at most; further callers wait for a place.</summary>
    public int Queue { get; init; } = 4096;

    /// <summary>Read connections at most.</summary>
    public int Readers { get; init; } = 8;
}
