namespace Sluice.SystemTests.StoreFailures;

/// <summary>A way in which a server's disk can fail while it runs, and work again.</summary>
internal interface IFaultyDisk : IDisposable
{
    /// <summary>The server's data folder, as the server names it.</summary>
    string DataFolder { get; }

    /// <summary>The command that the server is started with, for a data folder that begins with what is in <paramref name="seed"/>.</summary>
    string[] Within(string seed);

    Task FailAsync(int server);

    Task WorkAgainAsync();
}
