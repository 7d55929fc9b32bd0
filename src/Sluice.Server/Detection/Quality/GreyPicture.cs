using System.Buffers;

namespace Sluice.Server.Detection.Quality;

/// <summary>
/// The grey picture at about 360 lines, so that sharpness means the same for every size: what a viewer sees, not what the encoder
/// was given. In a pooled buffer that is given back by <see cref="Dispose"/>.
/// </summary>
internal sealed class GreyPicture : IDisposable
{
    private const int Lines = 360;

    private readonly byte[] _pixels;

    private GreyPicture(byte[] pixels, int width, int height) => (_pixels, Width, Height) = (pixels, width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>The side of one of these pixels, in those of exactly 360 lines: pictures are only divided by whole numbers.</summary>
    public double PixelSide => (double)Lines / Math.Min(Width, Height);

    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Width * Height);

    public static GreyPicture Of(Picture picture)
    {
        var by = Math.Max(1, (int)Math.Round(Math.Min(picture.Width, picture.Height) / (double)Lines));
        var (width, height) = (Math.Max(1, picture.Width / by), Math.Max(1, picture.Height / by));
        var pixels = ArrayPool<byte>.Shared.Rent(width * height);
        var luma = picture.Luma.Span;
        if (by == 1)
        {
            luma[..(width * height)].CopyTo(pixels);
            return new GreyPicture(pixels, width, height);
        }

        Span<int> sums = new int[width];
        for (var y = 0; y < height; y++)
        {
            sums.Clear();
            for (var row = y * by; row < (y * by) + by; row++)
            {
                Add(luma.Slice(row * picture.Width, width * by), by, sums);
            }

            for (var x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (byte)(sums[x] / (by * by));
            }
        }

        return new GreyPicture(pixels, width, height);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_pixels);

    private static void Add(ReadOnlySpan<byte> row, int by, Span<int> sums)
    {
        var at = 0;
        for (var x = 0; x < sums.Length; x++)
        {
            for (var i = 0; i < by; i++)
            {
                sums[x] += row[at++];
            }
        }
    }
}
