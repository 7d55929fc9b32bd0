namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// Tells when a keyframe is overdue though its source sends: a source that sends nothing at all is a matter for the watchdog.
/// </summary>
internal sealed class KeyframeAlarm : IDisposable
{
    // Whether a source sends shows in this time.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.3);

    private readonly TimeSpan _patience;
    private readonly ITimer _timer;
    private long? _bytesBefore;

    /// <param name="patience">How long after one keyframe the next is overdue.</param>
    /// <param name="onTime">Called when it may be; to call <see cref="IsOverdue"/>.</param>
    /// <param name="time">The clock.</param>
    public KeyframeAlarm(TimeSpan patience, Action onTime, TimeProvider time)
    {
        _patience = patience;
        _timer = time.CreateTimer(_ => onTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A keyframe came: the next is expected.</summary>
    public void Expect()
    {
        _bytesBefore = null;
        _timer.Change(_patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The keyframe is overdue; false: it is looked again soon.</summary>
    /// <param name="bytes">What the source has sent so far.</param>
    public bool IsOverdue(long bytes)
    {
        if (_bytesBefore is { } before && bytes > before)
            return true;

        _bytesBefore = bytes;
        _timer.Change(Look, Timeout.InfiniteTimeSpan);
        return false;
    }

    public void Dispose() => _timer.Dispose();
}
