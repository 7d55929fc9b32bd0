namespace Sluice.Server.Api.RateLimit;

/// <summary>
/// The calls of one tenant (protocol §1): one passes when the calls of the last second, itself included, are at most maxQps,
/// and those of the last 10 ms are at most 30 % of maxQps (at least 1). Refused calls do not count. Not thread-safe.
/// </summary>
internal sealed class RateWindow(TimeProvider time)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    // Timestamps of the calls that passed within the last second, oldest first: never more than maxQps.
    private readonly Queue<long> _passed = new();
    private readonly Queue<long> _burst = new();

    public bool Pass(int maxQps)
    {
        var now = time.GetTimestamp();
        Forget(_passed, now, Long);
        Forget(_burst, now, Short);
        if (_passed.Count >= maxQps || _burst.Count >= Math.Max(1, (long)maxQps * 3 / 10))
        {
            return false;
        }

        _passed.Enqueue(now);
        _burst.Enqueue(now);
        return true;
    }

    private void Forget(Queue<long> calls, long now, TimeSpan window)
    {
        while (calls.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= window)
        {
            calls.Dequeue();
        }
    }
}
