using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Server.Storage;

namespace Sluice.Server.Callbacks;

/// <summary>Removes callbacks that were delivered or given up long enough ago, whether or not their stream still runs.</summary>
internal sealed partial class CallbackRetention(
    ICallbackStore store, IOptions<CallbackOptions> options, TimeProvider time, ILogger<CallbackRetention> logger) : BackgroundService
{
    public static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>Rows that one transaction removes at most: closes wait for it.</summary>
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            int removed;
            do
            {
                removed = await store.ForgetCallbacksAsync(
                    now - options.Value.KeepDelivered, now - options.Value.KeepDead, AtOnce, cancellationToken);
            }
            while (removed == AtOnce);
        }
        catch (StoreException exception)
        {
            LogSweepFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Old callbacks could not be removed; trying again in a minute")]
    private partial void LogSweepFailed(Exception exception);
}
