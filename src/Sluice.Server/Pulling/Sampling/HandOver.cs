namespace Sluice.Server.Pulling.Sampling;

/// <summary>When one child's media can go on where another's is, and how their timestamps fit together. Pure.</summary>
internal static class HandOver
{
    /// <summary>How far the sound of one may end before the other's.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.5);

    // A source of timestamps of its own for each connection is told from one whose timestamps are the same for all by this.
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(0.7);
    // Far enough from what a TimeSpan holds to add timestamps to.
    private static readonly long LargestShift = TimeSpan.MaxValue.Ticks / 4;
    // What a source kept for a new player has all come when what comes is no older than this.
    private static readonly TimeSpan CaughtUp = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(0.15);
    private static readonly TimeSpan SoundPatience = TimeSpan.FromSeconds(4);

    /// <summary>In this time all has come that a source kept for a new player, and something without a delay.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The next child has media of what the current one has, and it is known when its timestamp 0 was. What keyframes are like is seen in
    /// a while only.
    /// </summary>
    public static bool IsDue(MediaLane current, MediaLane next, TimeSpan slot, TimeSpan now) =>
        next.FirstAt is { } first
        && (current.HasEnded || !current.HasVideo || next.Frames.Count > 0)
        && (next.IsPaced || now - first >= Settling || (next.IsAligned && next.IsUpToDate(slot, now) && (current.HasEnded || next.Mode != SamplingMode.Keyframes)));

    /// <summary>Nobody would notice the change.</summary>
    /// <param name="current">The child that is heard.</param>
    /// <param name="next">The child that is to take over, aligned.</param>
    /// <param name="soundEnd">Where the sound ends that the sink has, in the pull's time; null: it has none.</param>
    /// <param name="slot">The interval of the frames.</param>
    /// <param name="now">The time.</param>
    public static bool IsSeamless(MediaLane current, MediaLane next, TimeSpan? soundEnd, TimeSpan slot, TimeSpan now)
    {
        if (current.HasEnded)
            return true;

        // 1. The sound goes on where it is: not before the one child has come to where the other began, nor the other to here.
        if (soundEnd is { } end && now - next.FirstAt < SoundPatience)
        {
            if (!next.Sounds.TryPeek(out var oldest) || oldest.Pts + next.Shift > end)
                return false;
            if (next.SoundEnd + next.Shift < end - Margin)
                return false;
        }

        // 2. Keyframes that are held back would be late for ever, and those that became rare meanwhile too few.
        return next.Mode != SamplingMode.Keyframes
            || (!next.HasLateFrames && !next.Keyframes.KeyframesFail(slot) && (next.IsPaced || now - current.KeyframeAt <= slot + Margin));
    }

    /// <summary>
    /// Sets the next child's shift. A keyframe that both had says it, whenever it came. Else, whether the source has the same timestamps
    /// for every connection shows when they say the same as the clock.
    /// </summary>
    /// <param name="current">The child that is heard.</param>
    /// <param name="next">The one that is to take over.</param>
    /// <param name="origin">When the pull's timestamp 0 was, in ticks; null: nothing came yet.</param>
    public static void Align(MediaLane current, MediaLane next, decimal? origin)
    {
        if (origin is not { } zero)
            return;

        var shared = next.Start - current.Start + current.Shift;
        if (next.IsPaced && shared is { } known && Math.Abs(known.Ticks) < LargestShift)
        {
            (next.Shift, next.ShiftError) = (known, TimeSpan.Zero);
            return;
        }

        if (next.FirstAt is null)
            return;

        var measured = next.Origin - zero;
        next.IsAligned = false;
        if (current.Keyframes.ShiftOf(next.Keyframes) + current.Shift is { } seen && Math.Abs(seen.Ticks) < LargestShift)
        {
            (next.Shift, next.ShiftError) = (seen, TimeSpan.Zero);
            next.IsAligned = Math.Abs(measured - seen.Ticks) <= CaughtUp.Ticks;
        }
        else if (shared is { } same && Math.Abs(measured - same.Ticks) <= SameClock.Ticks)
            (next.Shift, next.ShiftError) = (same, TimeSpan.Zero);
        else if (Math.Abs(measured) < LargestShift)
            (next.Shift, next.ShiftError) = (TimeSpan.FromTicks((long)measured), Measured);
    }
}
