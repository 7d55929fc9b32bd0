using System.Buffers;

namespace Sluice.Server.Detection;

/// <summary>
/// A frame decoded once for all detectors, in pooled buffers. It is made with one holder; each further one calls
/// <see cref="Hold"/>, and each calls <see cref="Dispose"/> once. The last one gives the buffers back: a detector that was
/// given up on, and still reads, never reads another stream's picture.
/// </summary>
internal sealed class Picture : IDisposable
{
    private readonly byte[] _bgra;
    private readonly byte[] _luma;
    private int _holders = 1;
    private volatile bool _lacksFindings;

    /// <param name="width">Of this picture, in pixels.</param>
    /// <param name="height">Of this picture, in pixels.</param>
    /// <param name="frameWidth">Of the frame it was made from: larger when it was scaled down.</param>
    /// <param name="frameHeight">Of the frame it was made from.</param>
    /// <param name="bgra">Rented from <see cref="ArrayPool{T}.Shared"/>; owned by the picture from here on.</param>
    /// <param name="luma">Rented from <see cref="ArrayPool{T}.Shared"/>; owned by the picture from here on.</param>
    public Picture(int width, int height, int frameWidth, int frameHeight, byte[] bgra, byte[] luma)
    {
        (Width, Height, FrameWidth, FrameHeight) = (width, height, frameWidth, frameHeight);
        (_bgra, _luma) = (bgra, luma);
    }

    /// <summary>What is asked of the frame. A detector is asked when it serves any of it.</summary>
    public FrameWants Wants { get; init; } = FrameWants.Nothing;

    /// <summary>A detector could not judge it, or only in part: its findings do not stand for the frames after it.</summary>
    public bool LacksFindings
    {
        get => _lacksFindings;
        set => _lacksFindings = value;
    }

    /// <summary>How long the stream's picture has been as it is; zero when it just changed, or when nobody looked.</summary>
    public TimeSpan StillFor { get; init; }

    public int Width { get; }

    public int Height { get; }

    public int FrameWidth { get; }

    public int FrameHeight { get; }

    /// <summary>Rows top to bottom, 4 bytes a pixel, no padding.</summary>
    public ReadOnlyMemory<byte> Bgra => Held(_bgra).AsMemory(0, Width * Height * 4);

    /// <summary>The grey picture, 1 byte a pixel, no padding.</summary>
    public ReadOnlyMemory<byte> Luma => Held(_luma).AsMemory(0, Width * Height);

    /// <summary>A place in this picture as a place in the frame, within its edges.</summary>
    public PixelBox ToFrame(PixelBox box) => new(
        Scale(box.X1, Width, FrameWidth, up: false),
        Scale(box.Y1, Height, FrameHeight, up: false),
        Scale(box.X2, Width, FrameWidth, up: true),
        Scale(box.Y2, Height, FrameHeight, up: true));

    /// <summary>What part of the frame's area a place in the frame covers, 0 to 1.</summary>
    public double ShareOf(PixelBox box) => Math.Round(
        (double)(box.X2 - box.X1) * (box.Y2 - box.Y1) / ((double)FrameWidth * FrameHeight), 4);

    /// <summary>Adds a holder, who owes a <see cref="Dispose"/>. Only a holder may call it.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_bgra);
            ArrayPool<byte>.Shared.Return(_luma);
        }
    }

    private static int Scale(int at, int from, int to, bool up)
    {
        var scaled = (long)at * to;
        return (int)Math.Clamp(up ? (scaled + from - 1) / from : scaled / from, 0, to);
    }

    private byte[] Held(byte[] buffer)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _holders) <= 0, this);
        return buffer;
    }
}
