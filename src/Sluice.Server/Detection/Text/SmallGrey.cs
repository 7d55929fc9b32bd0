using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Sluice.Server.Detection.Text;

/// <summary>A grey picture of at most 640 pixels a side, in tiles of <see cref="Tile"/> by <see cref="Tile"/>: fine enough for the strokes of text to show.</summary>
internal sealed class SmallGrey
{
    public const int Tile = 8;
    private const int Longest = 640;

    /// <summary>Steps of grey, of 256: how far a stroke is from what is beside it.</summary>
    private const int Stroke = 12;

    /// <summary>Of a tile's pixels, how many lie at a side of a stroke where there is one.</summary>
    private const int Sides = 3;

    /// <summary>Steps of grey: the mean difference of a tile's pixels, its brightness made the same, from which it shows something else.</summary>
    private const int Other = 3;

    private readonly byte[] _grey;

    private SmallGrey(byte[] grey, int width, int height, int factor) => (_grey, Width, Height, Factor) = (grey, width, height, factor);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels of the picture to one of these.</summary>
    public int Factor { get; }

    public int Columns => (Width + Tile - 1) / Tile;

    public int Rows => (Height + Tile - 1) / Tile;

    public static SmallGrey Of(Picture picture)
    {
        var factor = (Math.Max(picture.Width, picture.Height) + Longest - 1) / Longest;
        var (width, height) = (Math.Max(1, picture.Width / factor), Math.Max(1, picture.Height / factor));
        var luma = picture.Luma.Span;
        var grey = GC.AllocateUninitializedArray<byte>(width * height);
        if (factor == 2)
        {
            Halve(luma, picture.Width, grey, width, height);
            return new SmallGrey(grey, width, height, factor);
        }

        var count = factor * factor;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = count / 2;
                for (var row = 0; row < factor; row++)
                {
                    var at = (Math.Min((y * factor) + row, picture.Height - 1) * picture.Width) + (x * factor);
                    for (var column = 0; column < factor && (x * factor) + column < picture.Width; column++)
                    {
                        sum += luma[at + column];
                    }
                }

                grey[(y * width) + x] = (byte)(sum / count);
            }
        }

        return new SmallGrey(grey, width, height, factor);
    }

    public bool HasSizeOf(SmallGrey other) => Width == other.Width && Height == other.Height && Factor == other.Factor;

    /// <summary>A tile shows something else. That it is brighter or darker as a whole does not count.</summary>
    public bool Differs(SmallGrey other, int column, int row)
    {
        var (left, top, right, bottom) = Bounds(column, row);
        if (right - left == Tile && bottom - top == Tile)
        {
            return DiffersWhole(other, (top * Width) + left);
        }

        var sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var at = (y * Width) + left; at < (y * Width) + right; at++)
            {
                sum += _grey[at] - other._grey[at];
            }
        }

        var (count, apart) = ((right - left) * (bottom - top), 0);
        var mean = sum / count;
        for (var y = top; y < bottom; y++)
        {
            for (var at = (y * Width) + left; at < (y * Width) + right; at++)
            {
                apart += Math.Abs(_grey[at] - other._grey[at] - mean);
            }
        }

        return apart >= Other * count;
    }

    /// <summary>
    /// A tile may hold a part of a character: it becomes brighter and darker again, or the other way round. An edge does only one of them.
    /// </summary>
    public bool MayHoldText(int column, int row)
    {
        var (left, top, right, bottom) = Bounds(column, row);
        var (brighterX, darkerX, brighterY, darkerY) = (0, 0, 0, 0);
        for (var y = top; y < bottom; y++)
        {
            var (above, below) = (Math.Max(y - 1, 0) * Width, Math.Min(y + 1, Height - 1) * Width);
            for (var x = left; x < right; x++)
            {
                var across = _grey[(y * Width) + Math.Min(x + 1, Width - 1)] - _grey[(y * Width) + Math.Max(x - 1, 0)];
                var down = _grey[below + x] - _grey[above + x];
                brighterX += across >= Stroke ? 1 : 0;
                darkerX += across <= -Stroke ? 1 : 0;
                brighterY += down >= Stroke ? 1 : 0;
                darkerY += down <= -Stroke ? 1 : 0;
            }
        }

        return Math.Min(brighterX, darkerX) >= Sides || Math.Min(brighterY, darkerY) >= Sides;
    }

    /// <summary>Takes over a tile of another picture of the same size.</summary>
    public void Take(SmallGrey other, int column, int row)
    {
        var (left, top, right, bottom) = Bounds(column, row);
        for (var y = top; y < bottom; y++)
        {
            other._grey.AsSpan((y * Width) + left, right - left).CopyTo(_grey.AsSpan((y * Width) + left));
        }
    }

    private static void Halve(ReadOnlySpan<byte> luma, int stride, byte[] grey, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            var upper = luma.Slice(y * 2 * stride, width * 2);
            var lower = luma.Slice(((y * 2) + 1) * stride, width * 2);
            var row = grey.AsSpan(y * width, width);
            var x = 0;
            for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                var at = 2 * x;
                Vector.Narrow(Halved(upper[at..], lower[at..]), Halved(upper[(at + Vector<byte>.Count)..], lower[(at + Vector<byte>.Count)..])).CopyTo(row[x..]);
            }

            for (; x < row.Length; x++)
            {
                row[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
            }
        }
    }

    // The means of two pixels by two.
    private static Vector<ushort> Halved(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower) => (Pairs(upper) + Pairs(lower) + new Vector<ushort>(2)) >> 2;

    private static Vector<ushort> Pairs(ReadOnlySpan<byte> pixels)
    {
        var pairs = Vector.AsVectorUInt16(new Vector<byte>(pixels));
        return (pairs & new Vector<ushort>(byte.MaxValue)) + (pairs >> 8);
    }

    // All sums of a tile's pixels fit into 16 bits.
    private bool DiffersWhole(SmallGrey other, int at)
    {
        var sum = Vector128<short>.Zero;
        for (var row = 0; row < Tile; row++)
        {
            sum += Row(at + (row * Width)) - other.Row(at + (row * Width));
        }

        var (mean, apart) = (Vector128.Create((short)(Vector128.Sum(sum) / (Tile * Tile))), Vector128<short>.Zero);
        for (var row = 0; row < Tile; row++)
        {
            apart += Vector128.Abs(Row(at + (row * Width)) - other.Row(at + (row * Width)) - mean);
        }

        return Vector128.Sum(apart) >= Other * Tile * Tile;
    }

    private Vector128<short> Row(int at) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(_grey.AsSpan(at))).AsByte()).AsInt16();

    private (int Left, int Top, int Right, int Bottom) Bounds(int column, int row) =>
        (column * Tile, row * Tile, Math.Min((column + 1) * Tile, Width), Math.Min((row + 1) * Tile, Height));
}
