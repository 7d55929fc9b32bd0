using Microsoft.Extensions.Logging;

namespace Sluice.Tests.Evidence;

/// <summary>Tells when an error was logged, and how many were.</summary>
internal sealed class LogWatch : ILoggerProvider, ILogger
{
    private int _errors;
    private readonly TaskCompletionSource<Exception?> _error = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Exception?> Error => _error.Task;

    public int Errors => Volatile.Read(ref _errors);

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            Interlocked.Increment(ref _errors);
            _error.TrySetResult(exception);
        }
    }
}
