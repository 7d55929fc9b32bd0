namespace Sluice.Cli.Serving;

/// <summary>A server in this process that accepts calls.</summary>
/// <param name="url">The first address it listens on, its port resolved.</param>
/// <param name="stopped">Completes when the server ended by itself; faulted when it failed.</param>
/// <param name="stop">Ends it cleanly.</param>
internal sealed class RunningServer(Uri url, Task stopped, Func<ValueTask> stop) : IAsyncDisposable
{
    public Uri Url { get; } = url;

    public Task Stopped { get; } = stopped;

    public ValueTask DisposeAsync() => stop();
}
