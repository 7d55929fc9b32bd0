using Sluice.Server.Storage;

namespace Sluice.Server.Api.Calls;

/// <summary>
/// The server's internal timeout (protocol §1): 3 s for an attempt, one automatic retry, at most 6.5 s for the call as a
/// whole. When both attempts fail the outcome is unknown and the call is answered 1903.
/// </summary>
internal sealed class Attempts(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan PerAttempt = TimeSpan.FromSeconds(3);

    /// <summary>A little under the promise, to leave time for the answer itself.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(6.3);

    private readonly long _began = time.GetTimestamp();
    private CancellationTokenSource? _attempt;

    /// <exception cref="ServiceFailureException">Both attempts failed or timed out.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> operation)
    {
        try
        {
            return await OnceAsync(operation);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            try
            {
                return await OnceAsync(operation);
            }
            catch (Exception again) when (IsFailure(again))
            {
                throw new ServiceFailureException(again);
            }
        }
    }

    public void Dispose() => _attempt?.Dispose();

    private Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> operation)
    {
        var token = BeginAttempt();
        // A write that has begun does not stop for its token: the wait does.
        return operation(token).WaitAsync(token);
    }

    // One source serves all operations of a call, its timer set anew for each, until an attempt runs out.
    private CancellationToken BeginAttempt()
    {
        var left = Whole - time.GetElapsedTime(_began);
        var limit = left > PerAttempt ? PerAttempt : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        if (_attempt is { IsCancellationRequested: false })
        {
            _attempt.CancelAfter(limit);
            return _attempt.Token;
        }

        Dispose();
        _attempt = new CancellationTokenSource(limit, time);
        return _attempt.Token;
    }

    private static bool IsFailure(Exception exception) => exception is StoreException or OperationCanceledException;
}
