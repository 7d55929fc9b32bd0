using System.Numerics;

namespace Sluice.Server.Detection;

/// <summary>
/// What a picture looks like, in 64 bits (a difference hash): its grey picture in 9 by 8 cells, one bit for each two neighbours in
/// a row, set when the right one is brighter. Pictures that look alike differ in a few bits, whatever their size and quality.
/// </summary>
internal static class PictureHash
{
    private const int Columns = 9;
    private const int Rows = 8;

    /// <summary>Rows and columns of a cell that are looked at: more would change nothing that is seen, and cost time.</summary>
    private const int Samples = 16;

    /// <summary>In 256ths of a step of grey. Less is noise: a plain surface must not be a different one in each frame.</summary>
    private const int Margin = 512;

    public static ulong Of(Picture picture) => Of(picture.Luma.Span, picture.Width, picture.Height);

    /// <param name="luma">1 byte a pixel, rows top to bottom.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static ulong Of(ReadOnlySpan<byte> luma, int width, int height)
    {
        var hash = 0UL;
        for (var row = 0; row < Rows; row++)
        {
            var left = Cell(luma, width, height, 0, row);
            for (var column = 1; column < Columns; column++)
            {
                var right = Cell(luma, width, height, column, row);
                hash = (hash << 1) | (right - left > Margin ? 1UL : 0UL);
                left = right;
            }
        }

        return hash;
    }

    /// <summary>In how many of the 64 bits two differ.</summary>
    public static int Distance(ulong one, ulong other) => BitOperations.PopCount(one ^ other);

    /// <summary>Its mean grey, in 256ths.</summary>
    private static int Cell(ReadOnlySpan<byte> luma, int width, int height, int column, int row)
    {
        var (x, toX) = Range(column, Columns, width);
        var (y, toY) = Range(row, Rows, height);
        var (stepX, stepY) = (Math.Max(1, (toX - x) / Samples), Math.Max(1, (toY - y) / Samples));
        long sum = 0, count = 0;
        for (var atY = y; atY < toY; atY += stepY)
        {
            for (var atX = x; atX < toX; atX += stepX)
            {
                sum += luma[(atY * width) + atX];
                count++;
            }
        }

        return (int)(sum * 256 / count);
    }

    /// <summary>At least one pixel, of a picture that is smaller than the grid too.</summary>
    private static (int From, int To) Range(int index, int of, int length)
    {
        var from = (int)((long)index * length / of);
        return (from, Math.Max(from + 1, (int)((long)(index + 1) * length / of)));
    }
}
