namespace Sluice.Server.Pulling;

/// <summary>
/// When a source that could not be opened, or broke, is tried again (protocol §3): an attempt re-opens it every
/// <see cref="PullOptions.RetryEvery"/> for up to <see cref="PullOptions.AttemptFor"/>, then comes the next pause, then the
/// next attempt, until the pauses are used up. Holds no clock: the caller says how much time has
/// gone by since any fixed moment, on a clock that is never set.
/// </summary>
internal sealed class RetrySchedule
{
    private readonly TimeSpan _every;
    private readonly TimeSpan _attemptFor;
    private readonly IReadOnlyList<TimeSpan> _pauses;
    private TimeSpan? _attemptBegan;
    private int _pausesTaken;

    public RetrySchedule(PullOptions options)
    {
        _every = options.RetryEvery;
        _attemptFor = options.AttemptFor;
        _pauses = options.EffectivePauses;
    }

    /// <summary>Which attempt this is, from 1 on; with the default pauses there are 13.</summary>
    public int Attempt => _pausesTaken + 1;

    /// <summary>The source is about to be opened. The first time after a pause, or at all, begins an attempt.</summary>
    public void OnOpening(TimeSpan now) => _attemptBegan ??= now;

    /// <summary>Frames came: whatever fails next is a first failure.</summary>
    public void OnFrames()
    {
        _attemptBegan = null;
        _pausesTaken = 0;
    }

    /// <summary>The source failed. How long to wait before it is opened again, or null: the pull has failed for good.</summary>
    public TimeSpan? OnFailed(TimeSpan now)
    {
        _attemptBegan ??= now;
        if (now + _every - _attemptBegan.Value <= _attemptFor)
            return _every;

        if (_pausesTaken == _pauses.Count)
            return null;

        _attemptBegan = null;
        return _pauses[_pausesTaken++];
    }
}
