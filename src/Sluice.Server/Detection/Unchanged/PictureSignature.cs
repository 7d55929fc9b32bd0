namespace Sluice.Server.Detection.Unchanged;

/// <summary>
/// A picture at an eighth of its size, finely enough that anything that a detector could see in one and not in another shows: a cell
/// for each 8 by 8 pixels, grey, and its colour for each four cells.
/// </summary>
internal sealed class PictureSignature
{
    /// <summary>Steps of grey, of 256, by which a cell may differ: what an encoder does to a still picture is below it.</summary>
    public const int MaxCell = 18;

    /// <summary>The same for the mean of a patch of <see cref="PatchSide"/> by <see cref="PatchSide"/> cells, in which noise cancels out.</summary>
    public const int MaxPatch = 6;

    /// <summary>The same for the mean of the whole picture, so that a fade is noticed early.</summary>
    public const int MaxWhole = 2;

    /// <summary>Steps of colour difference, of 256, by which a patch of 2 by 2 cells may differ.</summary>
    public const int MaxColour = 12;

    private const int PatchSide = 4;
    private readonly byte[] _luma;
    private readonly byte[] _blue;
    private readonly byte[] _red;

    private PictureSignature(int width, int height, byte[] luma, byte[] blue, byte[] red) =>
        (Width, Height, _luma, _blue, _red) = (width, height, luma, blue, red);

    public int Width { get; }

    public int Height { get; }

    /// <param name="bgra">The small picture, 4 bytes a pixel.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static PictureSignature Of(ReadOnlySpan<byte> bgra, int width, int height)
    {
        var luma = new byte[width * height];
        Luma.FromBgra(bgra, luma);
        var (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        var (blue, red) = (new byte[halfWidth * halfHeight], new byte[halfWidth * halfHeight]);
        for (var y = 0; y < halfHeight; y++)
        {
            for (var x = 0; x < halfWidth; x++)
            {
                var (b, g, r) = Mean(bgra, width, height, x * 2, y * 2);
                blue[(y * halfWidth) + x] = Difference(b, r, g, b);
                red[(y * halfWidth) + x] = Difference(r, r, g, b);
            }
        }

        return new PictureSignature(width, height, luma, blue, red);
    }

    /// <summary>Nothing that matters differs. Noise and another compression do not count; a small thing that appears does.</summary>
    public bool IsLike(PictureSignature other) =>
        ReferenceEquals(this, other)
        || (Width == other.Width && Height == other.Height
            && Largest(_blue, other._blue) <= MaxColour && Largest(_red, other._red) <= MaxColour
            && Largest(_luma, other._luma) <= MaxCell && PatchesAreLike(other._luma));

    /// <summary>How far the two are apart, as <see cref="IsLike"/> sees it: for measuring.</summary>
    public (int Cell, double Patch, double Whole, int Colour) DistanceTo(PictureSignature other)
    {
        var (patch, whole) = Patches(other._luma);
        return (Largest(_luma, other._luma), patch, whole, Math.Max(Largest(_blue, other._blue), Largest(_red, other._red)));
    }

    private bool PatchesAreLike(byte[] other)
    {
        var (patch, whole) = Patches(other);
        return patch <= MaxPatch && whole <= MaxWhole;
    }

    private (double Patch, double Whole) Patches(byte[] other)
    {
        var (worst, total) = (0.0, 0L);
        for (var top = 0; top < Height; top += PatchSide)
        {
            var rows = Math.Min(PatchSide, Height - top);
            for (var left = 0; left < Width; left += PatchSide)
            {
                var columns = Math.Min(PatchSide, Width - left);
                var sum = 0;
                for (var y = top; y < top + rows; y++)
                {
                    for (var at = (y * Width) + left; at < (y * Width) + left + columns; at++)
                    {
                        sum += _luma[at] - other[at];
                    }
                }

                total += sum;
                worst = Math.Max(worst, Math.Abs(sum) / (double)(rows * columns));
            }
        }

        return (worst, Math.Abs(total) / (double)_luma.Length);
    }

    private static int Largest(byte[] one, byte[] other)
    {
        var largest = 0;
        for (var i = 0; i < one.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(one[i] - other[i]));
        }

        return largest;
    }

    private static (int Blue, int Green, int Red) Mean(ReadOnlySpan<byte> bgra, int width, int height, int x, int y)
    {
        var (right, below) = (x + 1 < width ? 4 : 0, y + 1 < height ? width * 4 : 0);
        var at = bgra[(((y * width) + x) * 4)..];
        return (
            at[0] + at[right] + at[below] + at[right + below],
            at[1] + at[right + 1] + at[below + 1] + at[right + below + 1],
            at[2] + at[right + 2] + at[below + 2] + at[right + below + 2]);
    }

    /// <summary>How far a colour is above the grey of its place, halved, around 128. Each is a sum of four.</summary>
    private static byte Difference(int colour, int red, int green, int blue)
    {
        var grey = ((77 * red) + (150 * green) + (29 * blue)) >> 8;
        return (byte)(128 + ((colour - grey) >> 3));
    }
}
