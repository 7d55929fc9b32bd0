namespace Sluice.Server.Detection.Text;

/// <summary>What a line looks like: its grey in few points, enough to tell one character from another.</summary>
internal sealed class LineLook
{
    private const int Rows = 16;

    /// <summary>Of a line that is longer, points are further apart.</summary>
    private const int MostColumns = 512;

    /// <summary>Steps of grey, of 256, by which the mean of a piece as wide as the line is high may differ, once its brightness is the same.</summary>
    private const int Same = 7;

    private readonly byte[] _grey;
    private readonly int _columns;

    private LineLook(byte[] grey, int columns) => (_grey, _columns) = (grey, columns);

    public static LineLook Of(Picture picture, TextBox box)
    {
        var upright = box.IsUpright ? box.Downwards : box;
        var columns = Math.Clamp((int)MathF.Ceiling(Rows * upright.Width / upright.Height), 1, MostColumns);
        var grey = new byte[columns * Rows];
        var luma = picture.Luma.Span;
        var (width, height) = (picture.Width, picture.Height);
        var (stepX, stepY) = (upright.Along / columns, upright.Down / Rows);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                // Four points a cell: thin strokes must not fall between.
                var corner = upright.Corner + (stepX * column) + (stepY * row);
                var sum = 2;
                for (var i = 0; i < 4; i++)
                {
                    var at = corner + (stepX * (0.25f + (0.5f * (i & 1)))) + (stepY * (0.25f + (0.5f * (i >> 1))));
                    sum += luma[(Math.Clamp((int)at.Y, 0, height - 1) * width) + Math.Clamp((int)at.X, 0, width - 1)];
                }

                grey[(row * columns) + column] = (byte)(sum / 4);
            }
        }

        return new LineLook(grey, columns);
    }

    /// <summary>Nothing differs by as much as one character does.</summary>
    public bool IsLike(LineLook other)
    {
        if (_columns != other._columns)
        {
            return false;
        }

        // Pieces half a line's height apart, so that a thin character fills much of one.
        for (var from = 0; from < _columns; from += Rows / 2)
        {
            if (Difference(other, from, Math.Min(from + Rows, _columns)) > Same)
            {
                return false;
            }
        }

        return true;
    }

    private double Difference(LineLook other, int from, int to)
    {
        var (count, sum, apart) = ((to - from) * Rows, 0, 0.0);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = from; column < to; column++)
            {
                sum += _grey[(row * _columns) + column] - other._grey[(row * _columns) + column];
            }
        }

        var mean = sum / (double)count;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = from; column < to; column++)
            {
                apart += Math.Abs(_grey[(row * _columns) + column] - other._grey[(row * _columns) + column] - mean);
            }
        }

        return apart / count;
    }
}
