using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Looks at the policy's file all the time: asking it misses no way of changing a file, and costs next to nothing.</summary>
internal sealed partial class PolicyWatch(PolicyKeeper keeper, TimeProvider time, ILogger<PolicyWatch> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>A change is in force after two looks.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Not before: what keeps a server from starting is all that it says then.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        keeper.LogInForce();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    // Whatever it is, the next look may do better, and what is in force stays.
    private void Look()
    {
        try
        {
            keeper.Look();
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventName = "PolicyLookFailed", Level = LogLevel.Error, Message = "The policy's file could not be looked at")]
    private partial void LogFailed(Exception exception);
}
