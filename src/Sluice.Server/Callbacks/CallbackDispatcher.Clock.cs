namespace Sluice.Server.Callbacks;

/// <summary>
/// Due times and ages are the wall clock's, since they outlive the process. When that clock is set, what is pending moves with it:
/// an hour back makes nothing wait an hour, an hour forward makes nothing an hour older.
/// </summary>
internal sealed partial class CallbackDispatcher
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private TimeSpan _shifted;

    /// <summary>What is due later than any schedule puts it: from a life before, whose clock was ahead.</summary>
    private bool _mayBeTooLate = true;

    private async Task FollowClockAsync(CancellationToken cancellationToken)
    {
        if (_clock.Jump(out var since) is var jump && jump != TimeSpan.Zero)
        {
            // What is being written goes by the clock as it was; what has finished since is judged by the new one.
            await FlushAsync(cancellationToken);
            _clock.Confirm();
            var freshFrom = _clock.Wall - since - Slack;
            _shifted += jump;

            // When this fails half-way, the rest is at least not left for later than it can be.
            _mayBeTooLate = true;
            var count = await _store.ShiftPendingAsync(jump, freshFrom, _clock.Wall + Slack, cancellationToken);
            LogClockSet(jump, count);
        }

        if (_mayBeTooLate)
        {
            var now = _clock.Wall;
            await _store.HastenPendingAsync(now, now + RetrySchedule.LongestDelay(_options) + Slack, cancellationToken);
            _mayBeTooLate = false;
        }

        _clock.Confirm();
    }

    /// <summary>The row as it is now in the store, when the clock was set since its attempt began.</summary>
    private CallbackRow Shifted(Finished finished) => _shifted == finished.Shifted ? finished.Row : finished.Row with
    {
        CreatedAt = finished.Row.CreatedAt + (_shifted - finished.Shifted),
        ReplayedAt = finished.Row.ReplayedAt + (_shifted - finished.Shifted),
    };
}
