namespace Sluice.Server.Callbacks;

/// <summary>
/// Two clocks: the wall's, which the store's due times and ages go by and which somebody may set, and one that only goes on.
/// Tells when the first was set. One caller at a time.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    /// <summary>Less than this is no jump: clocks are kept right in small steps all the time.</summary>
    public static readonly TimeSpan SmallestJump = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startStamp = time.GetTimestamp();
    private (DateTimeOffset Wall, long Stamp) _confirmed = ReadBoth(time);

    /// <summary>What the wall clock would show, had nobody set it since the last <see cref="Confirm"/>.</summary>
    public DateTimeOffset Wall => _confirmed.Wall + time.GetElapsedTime(_confirmed.Stamp);

    /// <summary>The time of the clock that nobody sets: good for what is only kept in memory.</summary>
    public DateTimeOffset Steady => _start + time.GetElapsedTime(_startStamp);

    /// <summary>How far the wall clock is off what it showed at the last <see cref="Confirm"/> and the time that has gone by since.</summary>
    /// <param name="since">That time.</param>
    public TimeSpan Jump(out TimeSpan since)
    {
        // Between two looks at the one clock, for a process may stand still between looks at the two.
        var before = time.GetElapsedTime(_confirmed.Stamp);
        var wall = time.GetUtcNow();
        since = time.GetElapsedTime(_confirmed.Stamp);
        var (most, least) = (wall - _confirmed.Wall - before, wall - _confirmed.Wall - since);
        return least >= SmallestJump ? least : most <= -SmallestJump ? most : TimeSpan.Zero;
    }

    /// <summary>What the wall clock shows now is right.</summary>
    public void Confirm() => _confirmed = ReadBoth(time);

    private static (DateTimeOffset Wall, long Stamp) ReadBoth(TimeProvider time)
    {
        while (true)
        {
            var (stamp, wall) = (time.GetTimestamp(), time.GetUtcNow());
            if (time.GetElapsedTime(stamp) < SmallestJump / 2)
                return (wall, stamp);
        }
    }
}
