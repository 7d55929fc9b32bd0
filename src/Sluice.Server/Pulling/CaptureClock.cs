namespace Sluice.Server.Pulling;

/// <summary>
/// Capture time of an attempt's media (protocol §3): the wall clock at the first frame or sound plus the difference of the
/// timestamps, re-anchored when media is later than that by more than 0.5 s, or at all earlier: nothing is captured in the
/// future. What came late at first (the source was still being probed) is so set right by what comes in time. When all that comes for
/// a while is later than it should be, the clocks differ, and the anchor moves by as much. Frames and sound share it.
/// </summary>
internal sealed class CaptureClock
{
    public static readonly TimeSpan LargestDrift = TimeSpan.FromSeconds(0.5);

    // A source's clock that runs slow makes all of its media later and later. What is late because of the network is so for a moment.
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeastDrift = TimeSpan.FromMilliseconds(10);

    // Keyframes alone are too few to tell one from the other.
    private const int LeastArrivals = 100;

    private DateTimeOffset _watchedSince;
    private TimeSpan _leastDelay;
    private int _arrivals;
    private DateTimeOffset _anchorTime;
    private TimeSpan _anchorPts;
    private bool _anchored;

    /// <summary>The wall clock at timestamp 0, in ticks: of no calendar perhaps. Null: nothing came yet.</summary>
    public decimal? Origin => _anchored ? (decimal)_anchorTime.UtcTicks - _anchorPts.Ticks : null;

    /// <summary>The capture time of media with this timestamp that arrived at <paramref name="now"/>.</summary>
    public DateTimeOffset At(TimeSpan pts, DateTimeOffset now)
    {
        // The difference is taken in ticks: timestamps of a hostile source may be far enough apart to leave the calendar.
        var expected = (decimal)_anchorTime.UtcTicks + pts.Ticks - _anchorPts.Ticks;
        if (!_anchored || expected > now.UtcTicks || now.UtcTicks - expected > LargestDrift.Ticks)
        {
            _anchored = true;
            _anchorTime = now;
            _anchorPts = pts;
            Watch(now);
            return now;
        }

        Follow(TimeSpan.FromTicks(now.UtcTicks - (long)expected), now);
        return new DateTimeOffset((long)expected, TimeSpan.Zero);
    }

    private void Follow(TimeSpan delay, DateTimeOffset now)
    {
        _leastDelay = delay < _leastDelay ? delay : _leastDelay;
        if (++_arrivals < LeastArrivals || now - _watchedSince < Watched)
            return;

        if (_leastDelay > LeastDrift)
            _anchorTime += _leastDelay;
        Watch(now);
    }

    private void Watch(DateTimeOffset now) => (_watchedSince, _leastDelay, _arrivals) = (now, LargestDrift, 0);

    /// <summary>The capture time of media that was held back here, so that its arrival says nothing.</summary>
    public DateTimeOffset OfHeld(TimeSpan pts, DateTimeOffset now, ref DateTimeOffset latest)
    {
        var expected = Origin + pts.Ticks is { } ticks && ticks > now.UtcTicks - TimeSpan.TicksPerMinute && ticks < now.UtcTicks
            ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
            : now;
        return latest = expected < latest && latest <= now ? latest : expected;
    }

    /// <summary>The same for one kind of media, whose times do not go back when the other kind has moved the anchor.</summary>
    /// <param name="pts">The media's timestamp.</param>
    /// <param name="now">When it arrived.</param>
    /// <param name="latest">The kind's last capture time.</param>
    public DateTimeOffset At(TimeSpan pts, DateTimeOffset now, ref DateTimeOffset latest)
    {
        var time = At(pts, now);

        // Unless the wall clock itself was set back.
        return latest = time < latest && latest <= now ? latest : time;
    }
}
