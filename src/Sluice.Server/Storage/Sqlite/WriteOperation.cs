namespace Sluice.Server.Storage.Sqlite;

/// <summary>A write that waits for the writer.</summary>
internal abstract class WriteOperation
{
    /// <summary>The clock's timestamp at which it began to wait.</summary>
    public required long QueuedAt { get; init; }

    /// <summary>False: nobody waits for it any more, it is not made.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>Makes the write. It may be run again when its first transaction was rolled back.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The write is on stable storage.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);
}
