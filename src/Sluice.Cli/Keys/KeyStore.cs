using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Cli.Keys;

/// <summary>One use of a data folder's store by a command. A running server may have it open too.</summary>
internal static class KeyStore
{
    /// <summary>Opens, uses and closes the store. What the store cannot do is a <see cref="CommandFailedException"/>.</summary>
    public static async Task<T> UseAsync<T>(
        string dataFolder, TimeProvider time, Func<ITenantStore, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            // Secrets will be in there: a new folder is for its owner only.
            if (!Directory.Exists(dataFolder) && !OperatingSystem.IsWindows())
                Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
            var metrics = new StoreMetrics(services.GetRequiredService<IMeterFactory>());
            await using var store = new SqliteStore(
                Path.Combine(dataFolder, ServerBuilder.DatabaseFile), time, metrics, NullLogger<SqliteStore>.Instance);
            await store.InitializeAsync(cancellationToken);
            return await use(store);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{dataFolder}: {e.Message}", e);
        }
    }
}
