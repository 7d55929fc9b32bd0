namespace Sluice.Server.Pulling.Sampling;

/// <summary>
/// The one clock of a pull, whichever child its media comes from: the capture time that is told is the wall clock's, what is
/// waited for and compared goes by elapsed time, since the wall clock may be set. Not thread-safe.
/// </summary>
internal sealed class JoinClock(TimeProvider time)
{
    private readonly CaptureClock _capture = new();
    private readonly long _began = time.GetTimestamp();
    private decimal? _anchored;

    /// <summary>How long the pull has gone on.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>What <see cref="Now"/> was at the pull's timestamp 0, in ticks: perhaps before it began. Null: nothing came yet.</summary>
    public decimal? Origin { get; private set; }

    /// <summary>Something with this timestamp came now.</summary>
    public void See(TimeSpan pts)
    {
        var now = time.GetUtcNow();
        _capture.At(pts, now);
        Follow(now);
    }

    /// <summary>The capture time of media that came now.</summary>
    /// <param name="pts">Its timestamp.</param>
    /// <param name="latest">The last capture time of its kind.</param>
    public DateTimeOffset At(TimeSpan pts, ref DateTimeOffset latest)
    {
        var now = time.GetUtcNow();
        var at = _capture.At(pts, now, ref latest);
        Follow(now);
        return at;
    }

    /// <summary>The capture time of media that was held back here.</summary>
    /// <param name="pts">Its timestamp.</param>
    /// <param name="latest">The last capture time of its kind.</param>
    public DateTimeOffset OfHeld(TimeSpan pts, ref DateTimeOffset latest) => _capture.OfHeld(pts, time.GetUtcNow(), ref latest);

    /// <summary>How long it is until media with this timestamp is due; zero or less: it is.</summary>
    public TimeSpan UntilDue(TimeSpan pts) =>
        Origin is { } origin ? TimeSpan.FromTicks((long)Math.Clamp(origin + pts.Ticks - Now.Ticks, 0, TimeSpan.TicksPerMinute)) : TimeSpan.Zero;

    /// <summary>How long ago a capture time is.</summary>
    public TimeSpan Since(DateTimeOffset capture) => time.GetUtcNow() - capture;

    // Only a new anchor says something about elapsed time: the wall clock may have been set since the old one.
    private void Follow(DateTimeOffset now)
    {
        if (_capture.Origin == _anchored)
            return;

        _anchored = _capture.Origin;
        Origin = Now.Ticks - (now.UtcTicks - _anchored);
    }
}
