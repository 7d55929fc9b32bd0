namespace Sluice.Server.Detection;

/// <summary>How much of their time the workers of a runner are busy.</summary>
internal sealed class WorkerLoad(int workers, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TimeSpan _total;
    private long _countedAt = time.GetTimestamp();
    private int _busy;

    /// <summary>The busy time so far, as if there were one worker: with half of them busy it grows by half a second a second.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (_lock)
            {
                Count();
                return _total / workers;
            }
        }
    }

    public void OnBegun()
    {
        lock (_lock)
        {
            Count();
            _busy++;
        }
    }

    public void OnEnded()
    {
        lock (_lock)
        {
            Count();
            _busy--;
        }
    }

    private void Count()
    {
        var now = time.GetTimestamp();
        _total += time.GetElapsedTime(_countedAt, now) * _busy;
        _countedAt = now;
    }
}
