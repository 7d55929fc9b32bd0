using Sluice.Server.Storage;

namespace Sluice.Cli.Keys;

/// <summary>One use of a data folder's store by a command.</summary>
internal static class KeyStore
{
    /// <summary>Opens, uses and closes the store. What the store cannot do is a <see cref="CommandFailedException"/>.</summary>
    public static async Task<T> UseAsync<T>(
        OpenStore open, string dataFolder, Func<ITenantStore, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            // Secrets will be in there: a new folder is for its owner only.
            if (!Directory.Exists(dataFolder) && !OperatingSystem.IsWindows())
                Directory.CreateDirectory(dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await using var store = open(dataFolder);
            await store.InitializeAsync(cancellationToken);
            return await use(store);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{dataFolder}: {e.Message}", e);
        }
    }
}
