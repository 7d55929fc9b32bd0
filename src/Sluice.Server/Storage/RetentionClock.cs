namespace Sluice.Server.Storage;

/// <summary>
/// Until when things are old enough to be removed, by stamps of the wall clock. A wall clock that is set forward makes nothing
/// old at once: what came before the jump is still kept as long as it was meant to be. One that is set back keeps what came
/// before it for longer. Not thread-safe.
/// </summary>
/// <param name="keepFor">How long things are kept.</param>
/// <param name="time">The clock.</param>
internal sealed class RetentionClock(TimeSpan keepFor, TimeProvider time)
{
    /// <summary>A difference that is no jump: clocks are slewed, and looks come late.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    // The wall clock as it was trusted last.
    private DateTimeOffset _wall = time.GetUtcNow();
    private long _at = time.GetTimestamp();
    private long? _jumpedAt;

    /// <summary>What has an earlier stamp is to be removed.</summary>
    public DateTimeOffset Before()
    {
        var now = time.GetTimestamp();
        var wall = time.GetUtcNow();
        var steady = _wall + time.GetElapsedTime(_at, now);
        if (wall - steady <= Slack)
        {
            _jumpedAt = null;
        }
        else
        {
            _jumpedAt ??= now;
            if (time.GetElapsedTime(_jumpedAt.Value, now) < keepFor)
            {
                return steady - keepFor;
            }

            // What came before the jump has had its time.
            _jumpedAt = null;
        }

        (_wall, _at) = (wall, now);
        return wall - keepFor;
    }
}
