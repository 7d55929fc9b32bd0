using Sluice.Server.Pulling.Gate;

namespace Sluice.Server.Pulling.Playlists;

/// <summary>A connection to a source that this process itself reads: what comes is counted as the child's is.</summary>
internal sealed class CountedStream(GateSource source, GateLease lease) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.Stream.ReadAsync(buffer, cancellationToken);
        lease.OnBytes(count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = source.Stream.Read(buffer, offset, count);
        lease.OnBytes(read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        source.Stream.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => source.Stream.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => source.Stream.FlushAsync(cancellationToken);

    public override void Flush() => source.Stream.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
