using Microsoft.Extensions.Logging;

namespace Sluice.Server.Callbacks;

internal sealed partial class CallbackDispatcher
{
    private void ShowBreaker(string endpoint, BreakerChange change)
    {
        if (change == BreakerChange.Opened)
        {
            _metrics.OnBreakerOpened();
            LogBreakerOpened(endpoint, _options.BreakerFailures, _options.BreakerDelay);
        }
        else if (change == BreakerChange.Closed)
        {
            _metrics.OnBreakerClosed();
            LogBreakerClosed(endpoint);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Callback {Id} to {Endpoint}: {Error} at attempt {Attempt}; the next one is at {DueAt:O}")]
    private partial void LogRetry(string id, string endpoint, string? error, int attempt, DateTimeOffset dueAt);

    [LoggerMessage(LogLevel.Warning, "Callback {Id} to {Endpoint} is given up after {Attempts} attempts: {Error}")]
    private partial void LogDead(string id, string endpoint, string? error, int attempts);

    [LoggerMessage(LogLevel.Warning, "{Endpoint} failed {Failures} times in a row: callbacks to it wait; it is tried again in {Delay}")]
    private partial void LogBreakerOpened(string endpoint, int failures, TimeSpan delay);

    [LoggerMessage(LogLevel.Information, "{Endpoint} answers again: callbacks to it go on")]
    private partial void LogBreakerClosed(string endpoint);

    [LoggerMessage(LogLevel.Warning, "The clock was set by {Jump}: {Count} callbacks that wait were moved with it")]
    private partial void LogClockSet(TimeSpan jump, int count);

    [LoggerMessage(LogLevel.Error, "Callbacks wait: the store fails")]
    private partial void LogStoreFailed(Exception exception);

    [LoggerMessage(LogLevel.Information, "Callbacks go on: the store works again")]
    private partial void LogStoreWorks();

    [LoggerMessage(LogLevel.Error, "An attempt to deliver callback {Id} failed in a way that it should not")]
    private partial void LogAttemptFailed(Exception exception, string id);

    [LoggerMessage(LogLevel.Warning, "{Count} outcomes of callbacks could not be written before the stop; these callbacks will be sent again")]
    private partial void LogUnwritten(Exception exception, int count);
}
