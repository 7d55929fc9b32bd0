namespace Sluice.Server.Storage.Sqlite;

/// <summary>A write that comes to a result.</summary>
internal sealed class WriteOperation<T> : WriteOperation
{
    private readonly Func<SqliteSession, T> _write;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public WriteOperation(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        _write = write;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(
            static (operation, token) => ((WriteOperation<T>)operation!)._completion.TrySetCanceled(token), this);
    }

    /// <summary>Ends with the commit, or at once when the token is cancelled.</summary>
    public Task<T> Task => _completion.Task;

    public override bool IsWanted => !_cancellationToken.IsCancellationRequested;

    public override void Run(SqliteSession session) => _result = _write(session);

    public override void Succeed()
    {
        _registration.Unregister();
        _completion.TrySetResult(_result!);
    }

    public override void Fail(Exception exception)
    {
        _registration.Unregister();
        _completion.TrySetException(exception);
    }
}
