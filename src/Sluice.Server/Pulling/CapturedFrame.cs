using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>One sampled frame as JPEG, in a pooled buffer that is given back by <see cref="Dispose"/>.</summary>
internal sealed class CapturedFrame : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    /// <param name="buffer">Rented from <see cref="ArrayPool{T}.Shared"/>; owned by the frame from here on.</param>
    /// <param name="length">How much of it is the JPEG.</param>
    /// <param name="capturedAt">Wall clock of the capture (protocol §3, capture time).</param>
    public CapturedFrame(byte[] buffer, int length, DateTimeOffset capturedAt)
    {
        _buffer = buffer;
        _length = length;
        CapturedAt = capturedAt;
    }

    public DateTimeOffset CapturedAt { get; }

    public ReadOnlyMemory<byte> Jpeg =>
        new(_buffer ?? throw new ObjectDisposedException(nameof(CapturedFrame)), 0, _length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
