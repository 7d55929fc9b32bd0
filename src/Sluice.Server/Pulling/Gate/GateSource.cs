namespace Sluice.Server.Pulling.Gate;

/// <summary>A connection to a source, which its lease can close at any time.</summary>
internal sealed class GateSource(Stream stream, CancellationTokenRegistration closing) : IAsyncDisposable
{
    public Stream Stream => stream;

    public ValueTask DisposeAsync()
    {
        closing.Unregister();
        return stream.DisposeAsync();
    }
}
