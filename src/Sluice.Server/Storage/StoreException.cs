namespace Sluice.Server.Storage;

/// <summary>The store cannot do what was asked now: disk full, locked, I/O error, newer schema. Nothing was made durable.</summary>
internal sealed class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
