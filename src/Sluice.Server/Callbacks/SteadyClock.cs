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
    private DateTimeOffset _wall = time.GetUtcNow();
    private long _stamp = time.GetTimestamp();

    /// <summary>What the wall clock would show, had nobody set it since the last <see cref="Confirm"/>.</summary>
    public DateTimeOffset Wall => _wall + time.GetElapsedTime(_stamp);

    /// <summary>The time of the clock that nobody sets: good for what is only kept in memory.</summary>
    public DateTimeOffset Steady => _start + time.GetElapsedTime(_startStamp);

    /// <summary>How far the wall clock is off what it showed at the last <see cref="Confirm"/> and the time that has gone by since.</summary>
    /// <param name="since">That time.</param>
    public TimeSpan Jump(out TimeSpan since)
    {
        since = time.GetElapsedTime(_stamp);
        var jump = time.GetUtcNow() - _wall - since;
        return jump.Duration() >= SmallestJump ? jump : TimeSpan.Zero;
    }

    /// <summary>What the wall clock shows now is right.</summary>
    public void Confirm() => (_wall, _stamp) = (time.GetUtcNow(), time.GetTimestamp());
}
