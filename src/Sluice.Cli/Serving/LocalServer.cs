using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Cli.Serving;

/// <summary>The server of this build, as the commands use it.</summary>
internal static class LocalServer
{
    public static async Task<RunningServer> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        var server = await SluiceServer.StartAsync(setup, cancellationToken);
        return new RunningServer(server.Url, server.Stopped, server.DisposeAsync);
    }

    /// <summary>The store of a data folder. A server may run on it at the same time.</summary>
    public static IStore OpenStore(string dataFolder) => new SqliteStore(
        Path.Combine(dataFolder, ServerBuilder.DatabaseFile),
        TimeProvider.System,
        new StoreMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        NullLogger<SqliteStore>.Instance);
}
