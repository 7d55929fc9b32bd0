namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// The beat by which what comes in small pieces is passed on: one timer for all pulls, which only runs while one of them waits. With
/// a timer of its own each stream would wake threads many times a second.
/// </summary>
internal sealed class GateBeat : IDisposable
{
    /// <summary>From one beat to the next.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(40);

    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _next;

    public GateBeat(TimeProvider time) =>
        _timer = time.CreateTimer(static beat => ((GateBeat)beat!).OnBeat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Completes with the next beat. Who waits goes on one after the other, on one thread: for a moment each.</summary>
    public Task NextAsync()
    {
        lock (_lock)
        {
            if (_next is null)
            {
                _next = new TaskCompletionSource();
                _timer.Change(Every, Timeout.InfiniteTimeSpan);
            }

            return _next.Task;
        }
    }

    /// <summary>Who waits goes on.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        OnBeat();
    }

    private void OnBeat()
    {
        TaskCompletionSource? now;
        lock (_lock)
            (now, _next) = (_next, null);
        now?.SetResult();
    }
}
