namespace Sluice.Server.Pulling;

/// <summary>
/// Keeps a source that delivers faster than it plays (HLS segments, recorded files) near the pace of time: says how
/// long to wait before media is handed on. What is not read stays in the child, which then stops reading its source.
/// </summary>
/// <param name="largestStep">A larger step of the timestamps is a jump, not time to wait for.</param>
/// <param name="cushion">How long the first media waits, so that what comes this much later than the clock wants it is in time.</param>
internal sealed class Pacer(TimeSpan largestStep, TimeSpan cushion = default)
{
    private TimeSpan _anchorTime;
    private TimeSpan _anchorPts;
    private TimeSpan _lastPts;
    private bool _anchored;

    /// <summary>How long to wait before media with this timestamp is handed on; zero or more.</summary>
    /// <param name="pts">The media's timestamp.</param>
    /// <param name="now">How much time has gone by since any fixed moment, on a clock that is never set.</param>
    /// <param name="ahead">How far media may run ahead of it.</param>
    public TimeSpan DelayOf(TimeSpan pts, TimeSpan now, TimeSpan ahead)
    {
        var step = (decimal)pts.Ticks - _lastPts.Ticks;
        _lastPts = pts;
        var early = (decimal)pts.Ticks - _anchorPts.Ticks - (now - _anchorTime).Ticks;
        if (!_anchored)
        {
            Anchor(pts, now + cushion);
            return cushion;
        }

        if (Math.Abs(step) > largestStep.Ticks || early < -CaptureClock.LargestDrift.Ticks)
        {
            // Late media is the new pace: waiting for the old one would make every later stall visible again.
            Anchor(pts, now);
            return TimeSpan.Zero;
        }

        return early > ahead.Ticks ? TimeSpan.FromTicks((long)early - ahead.Ticks) : TimeSpan.Zero;
    }

    /// <summary>From now on, media with this timestamp is due at this time.</summary>
    public void Anchor(TimeSpan pts, TimeSpan due)
    {
        _anchored = true;
        (_anchorPts, _anchorTime, _lastPts) = (pts, due, pts);
    }
}
