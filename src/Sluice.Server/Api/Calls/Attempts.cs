using Sluice.Server.Storage;

namespace Sluice.Server.Api.Calls;

/// <summary>
/// The server's internal timeout (protocol §1): 3 s for an attempt, one automatic retry, at most 6.5 s for the call as a
/// whole. When both attempts fail the outcome is unknown and the call is answered 1903.
/// </summary>
internal sealed class Attempts(TimeProvider time, CancellationToken aborted) : IDisposable
{
    public static readonly TimeSpan PerAttempt = TimeSpan.FromSeconds(3);

    /// <summary>A little under the promise, to leave time for the answer itself.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(6.3);

    private readonly CancellationTokenSource _deadline = new(Whole, time);

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

    public void Dispose() => _deadline.Dispose();

    private async Task<T> OnceAsync<T>(Func<CancellationToken, Task<T>> operation)
    {
        using var attempt = new CancellationTokenSource(PerAttempt, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, _deadline.Token, aborted);
        // A write that has begun does not stop for its token: the wait does.
        return await operation(linked.Token).WaitAsync(linked.Token);
    }

    private bool IsFailure(Exception exception) =>
        exception is StoreException || (exception is OperationCanceledException && !aborted.IsCancellationRequested);
}
