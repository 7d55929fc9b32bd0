using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Closes;

/// <summary>A source that refuses: the pull is in the pause before it tries again.</summary>
internal sealed class StuckRetry : IStuckPull
{
    private readonly ClosedPort _port = new();
    private int _count;

    public string NextUrl() => $"http://127.0.0.1:{_port.Number}/live/{++_count}.flv";

    public Task ReachedAsync(SluiceProcess server, string accessKey, string requestId, TimeSpan within) => Eventually.BeTrueAsync(
        async () => (await server.ShowAsync(accessKey, requestId)).State == "retrying", within, "the stream is retrying");

    // There is no connection, and in the pause there is no child that could make one.
    public async Task<long> LeftAsync(TimeSpan within)
    {
        var address = $":{_port.Number}/live/{_count}.flv";
        await Eventually.BeTrueAsync(() => ProcessTable.With(address).Count == 0, within, "nobody tries the source");
        return TimeProvider.System.GetTimestamp();
    }

    public ValueTask DisposeAsync()
    {
        _port.Dispose();
        return ValueTask.CompletedTask;
    }
}
