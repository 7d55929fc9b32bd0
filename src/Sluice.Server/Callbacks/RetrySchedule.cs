namespace Sluice.Server.Callbacks;

/// <summary>What follows from an attempt (protocol §4). Pure.</summary>
internal static class RetrySchedule
{
    /// <summary>A receiver that answers <c>Retry-After: 0</c> must not use up every retry in one moment.</summary>
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Too old to be attempted. An end callback gets at least one attempt however long this server was down or its receiver's
    /// breaker was open: a close promised it.
    /// </summary>
    public static bool IsExpired(CallbackRow row, DateTimeOffset now, CallbackOptions options) =>
        now - row.OwedSince >= options.MaxAge && (row.Kind != CallbackKind.End || row.Attempts > 0);

    /// <summary>The outcome of a row that is given up without an attempt.</summary>
    public static CallbackOutcome Expire(CallbackRow row, DateTimeOffset now) =>
        new(row.Id, CallbackState.Dead, row.Attempts, now, row.LastError ?? "too old");

    /// <summary>The longest that a callback waits for its next attempt.</summary>
    public static TimeSpan LongestDelay(CallbackOptions options) =>
        options.Retries.Append(options.MaxRetryAfter).Append(ShortestRetryAfter).Max();

    public static CallbackOutcome After(CallbackRow row, CallbackAttempt attempt, DateTimeOffset now, CallbackOptions options)
    {
        var attempts = row.Attempts + 1;
        if (attempt.Status == AttemptStatus.Delivered)
        {
            return new CallbackOutcome(row.Id, CallbackState.Delivered, attempts, now, null);
        }

        if (attempts > options.Retries.Count)
        {
            return new CallbackOutcome(row.Id, CallbackState.Dead, attempts, now, attempt.Error);
        }

        var due = now + Delay(attempt.RetryAfter, options.Retries[attempts - 1], options.MaxRetryAfter);

        // One that would be too old by then is given up at once: nothing waits for it any longer.
        return due - row.OwedSince >= options.MaxAge
            ? new CallbackOutcome(row.Id, CallbackState.Dead, attempts, now, attempt.Error)
            : new CallbackOutcome(row.Id, CallbackState.Pending, attempts, due, attempt.Error);
    }

    private static TimeSpan Delay(TimeSpan? retryAfter, TimeSpan scheduled, TimeSpan most) => retryAfter switch
    {
        null => scheduled,
        var wait when wait > most => most,
        var wait when wait < ShortestRetryAfter => ShortestRetryAfter,
        var wait => wait.Value,
    };
}
