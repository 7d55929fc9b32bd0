namespace Sluice.Server.Pulling;

/// <summary>
/// Capture time of an attempt's media (protocol §3): the wall clock at the first frame or sound plus the difference of the
/// timestamps, re-anchored when the two drift apart by more than 0.5 s. Frames and sound share it.
/// </summary>
internal sealed class CaptureClock
{
    public static readonly TimeSpan LargestDrift = TimeSpan.FromSeconds(0.5);

    private DateTimeOffset _anchorTime;
    private TimeSpan _anchorPts;
    private bool _anchored;

    /// <summary>The capture time of media with this timestamp that arrived at <paramref name="now"/>.</summary>
    public DateTimeOffset At(TimeSpan pts, DateTimeOffset now)
    {
        // The difference is taken in ticks: timestamps of a hostile source may be far enough apart to leave the calendar.
        var expected = (decimal)_anchorTime.UtcTicks + pts.Ticks - _anchorPts.Ticks;
        if (!_anchored || Math.Abs(now.UtcTicks - expected) > LargestDrift.Ticks)
        {
            _anchored = true;
            _anchorTime = now;
            _anchorPts = pts;
            return now;
        }

        return new DateTimeOffset((long)expected, TimeSpan.Zero);
    }
}
