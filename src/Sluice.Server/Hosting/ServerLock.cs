namespace Sluice.Server.Hosting;

/// <summary>Keeps a second server off a data folder: two would both pull its streams.</summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another server has it.</exception>
    public static ServerLock Take(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "server.lock");
        try
        {
            return new ServerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"{dataFolder}: another server runs on this data folder", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
