using Microsoft.Extensions.Hosting;

namespace Sluice.Server.Hosting;

/// <summary>
/// Whoever started the server ends it. The host's own handling of SIGINT and SIGTERM would be a second one beside the
/// command's, and an end that was asked for could not be told from one that was not.
/// </summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
