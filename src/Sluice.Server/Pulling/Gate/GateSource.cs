namespace Sluice.Server.Pulling.Gate;

/// <summary>A connection to a source, which its lease can close at any time.</summary>
internal sealed class GateSource(Stream stream, CancellationTokenRegistration closing) : IAsyncDisposable, IDisposable
{
    public Stream Stream => stream;

    public void Dispose()
    {
        closing.Unregister();
        stream.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        closing.Unregister();
        return stream.DisposeAsync();
    }
}
