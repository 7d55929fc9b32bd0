using System.Buffers;

namespace Sluice.Server.Detection.Codes.Finders;

/// <summary>
/// A code that is upright, dark on light and as large as reads best, cut out of a picture in which it is none of these. In a pooled
/// buffer that is given back by <see cref="Dispose"/>.
/// </summary>
internal sealed class CodeCutout : IDisposable
{
    /// <summary>Pixels of a module, where the whole is no larger than <see cref="MostSide"/>.</summary>
    private const double ModuleSide = 4;
    private const int MostSide = 480;

    /// <summary>Modules around the code.</summary>
    private const double Margin = 4;

    /// <summary>Of the squares' middles from the edges, in modules.</summary>
    private const double Inset = 3.5;

    private readonly byte[] _pixels;

    private CodeCutout(byte[] pixels, int side, PixelBox location) => (_pixels, Side, Location) = (pixels, side, location);

    /// <summary>In pixels.</summary>
    public int Side { get; }

    /// <summary>Of the code, in the picture that it was cut out of.</summary>
    public PixelBox Location { get; }

    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Side * Side);

    /// <param name="luma">1 byte a pixel, no padding.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="triple">Where the code is.</param>
    /// <param name="isMirrored">It is seen in a mirror.</param>
    public static CodeCutout Of(ReadOnlySpan<byte> luma, int width, int height, FinderTriple triple, bool isMirrored)
    {
        var (corner, right, below) = isMirrored ? (triple.Corner, triple.Below, triple.Right) : (triple.Corner, triple.Right, triple.Below);
        var across = triple.Modules + (2 * (Inset + Margin));
        var scale = Math.Min(ModuleSide, MostSide / across);
        var side = (int)(across * scale);

        // A step of one pixel here is this much there.
        var (rightX, rightY) = ((right.X - corner.X) / triple.Modules / scale, (right.Y - corner.Y) / triple.Modules / scale);
        var (belowX, belowY) = ((below.X - corner.X) / triple.Modules / scale, (below.Y - corner.Y) / triple.Modules / scale);
        var start = -(Inset + Margin) * scale;
        var (startX, startY) = (corner.X + (start * (rightX + belowX)), corner.Y + (start * (rightY + belowY)));
        var samples = Math.Clamp((int)Math.Round(Math.Sqrt((rightX * rightX) + (rightY * rightY))), 1, 4);

        var pixels = ArrayPool<byte>.Shared.Rent(side * side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var sum = 0.0;
                for (var i = 0; i < samples * samples; i++)
                {
                    var (atX, atY) = (x + (((i % samples) + 0.5) / samples), y + (((i / samples) + 0.5) / samples));
                    sum += At(luma, width, height, startX + (atX * rightX) + (atY * belowX), startY + (atX * rightY) + (atY * belowY));
                }

                pixels[(y * side) + x] = (byte)(sum / (samples * samples));
            }
        }

        Stretch(pixels.AsSpan(0, side * side), triple.Corner.IsLight);
        var whole = side - (2 * Margin * scale);
        return new CodeCutout(pixels, side, Around(
            startX + (Margin * scale * (rightX + belowX)), startY + (Margin * scale * (rightY + belowY)),
            (whole * rightX, whole * rightY), (whole * belowX, whole * belowY), width, height));
    }

    /// <summary>Makes edges steeper: blur is what small codes are lost to.</summary>
    public void Sharpen()
    {
        const int Reach = 3;
        const int Window = (2 * Reach) + 1;
        var before = ArrayPool<byte>.Shared.Rent(Side * Side);
        Pixels.CopyTo(before);
        Span<int> columns = new int[Side];
        for (var y = Reach; y < Side - Reach; y++)
        {
            columns.Clear();
            for (var row = y - Reach; row <= y + Reach; row++)
            {
                for (var x = 0; x < Side; x++)
                {
                    columns[x] += before[(row * Side) + x];
                }
            }

            for (var x = Reach; x < Side - Reach; x++)
            {
                var sum = 0;
                foreach (var column in columns.Slice(x - Reach, Window))
                {
                    sum += column;
                }

                var at = (y * Side) + x;
                _pixels[at] = (byte)Math.Clamp((3 * before[at]) - (2 * sum / (Window * Window)), 0, 255);
            }
        }

        ArrayPool<byte>.Shared.Return(before);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_pixels);

    /// <summary>Between its four neighbours, of which those outside are as the edge is.</summary>
    private static double At(ReadOnlySpan<byte> luma, int width, int height, double x, double y)
    {
        (x, y) = (Math.Clamp(x - 0.5, 0, width - 1.001), Math.Clamp(y - 0.5, 0, height - 1.001));
        var (left, top) = ((int)x, (int)y);
        var (partX, partY) = (x - left, y - top);
        var at = (top * width) + left;
        var upper = luma[at] + (partX * (luma[at + 1] - luma[at]));
        var lower = luma[at + width] + (partX * (luma[at + width + 1] - luma[at + width]));
        return upper + (partY * (lower - upper));
    }

    /// <summary>From black to white, and dark on light.</summary>
    private static void Stretch(Span<byte> pixels, bool isLight)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var pixel in pixels)
        {
            counts[pixel]++;
        }

        var few = pixels.Length / 50;
        var (from, to) = (0, 255);
        for (var left = few - counts[0]; left > 0 && from < 255; left -= counts[from])
        {
            from++;
        }

        for (var left = few - counts[255]; left > 0 && to > 0; left -= counts[to])
        {
            to--;
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            var grey = Math.Clamp((pixels[i] - from) * 255 / Math.Max(1, to - from), 0, 255);
            pixels[i] = (byte)(isLight ? 255 - grey : grey);
        }
    }

    private static PixelBox Around(double x, double y, (double X, double Y) right, (double X, double Y) below, int width, int height)
    {
        ReadOnlySpan<double> xs = [x, x + right.X, x + below.X, x + right.X + below.X];
        ReadOnlySpan<double> ys = [y, y + right.Y, y + below.Y, y + right.Y + below.Y];
        var (left, top, to, bottom) = (x, y, x, y);
        for (var i = 0; i < xs.Length; i++)
        {
            (left, to) = (Math.Min(left, xs[i]), Math.Max(to, xs[i]));
            (top, bottom) = (Math.Min(top, ys[i]), Math.Max(bottom, ys[i]));
        }

        return new PixelBox(
            Math.Clamp((int)Math.Round(left), 0, width - 1),
            Math.Clamp((int)Math.Round(top), 0, height - 1),
            Math.Clamp((int)Math.Round(to), 1, width),
            Math.Clamp((int)Math.Round(bottom), 1, height));
    }
}
