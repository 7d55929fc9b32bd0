using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;

namespace Sluice.Cli.Serving;

/// <summary>One use of a data folder's store by a command. A running server may have it open too.</summary>
internal static class FolderStore
{
    /// <summary>
    /// Opens, uses and closes the store of a folder that has one: a folder that is named wrongly must not look like one
    /// without keys. What the store cannot do is a <see cref="CommandFailedException"/>.
    /// </summary>
    public static Task<T> UseAsync<T>(
        string dataFolder, TimeProvider time, Func<IStore, Task<T>> use, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(dataFolder, ServerBuilder.DatabaseFile))
            ? OpenAsync(dataFolder, time, use, cancellationToken)
            : throw new CommandFailedException($"{dataFolder}: there is no {ServerBuilder.DatabaseFile} in this folder");

    /// <summary>The same, and makes the folder and the store when they are not there.</summary>
    public static async Task<T> CreateAsync<T>(
        string dataFolder, TimeProvider time, Func<IStore, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Create(dataFolder);
        }
        catch (IOException e)
        {
            throw new CommandFailedException(e.Message, e);
        }
        return await OpenAsync(dataFolder, time, use, cancellationToken);
    }

    private static async Task<T> OpenAsync<T>(
        string dataFolder, TimeProvider time, Func<IStore, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
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
