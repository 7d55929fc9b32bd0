namespace Sluice.Server.Hosting;

/// <summary>A folder for its owner only: keys, secrets and pictures of people lie in it.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder when it is not there. One that is there stays as its owner has made it.</summary>
    /// <exception cref="IOException">It cannot be made; says so, and which folder.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, Owner);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What the runtime says about it may be about a file that it could not find.
            throw new IOException($"{path}: the folder cannot be created", exception);
        }
    }
}
