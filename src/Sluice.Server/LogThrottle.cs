namespace Sluice.Server;

/// <summary>Lets one log line through a minute and counts the others, so that one fault does not flood the log.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _passedAt;
    private int _held;

    /// <param name="held">How many lines were held back since the last one that was not.</param>
    public bool TryPass(out int held)
    {
        lock (_lock)
        {
            held = _held;
            if (_passedAt is { } at && time.GetElapsedTime(at) < Every)
            {
                _held++;
                return false;
            }

            (_passedAt, _held) = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
