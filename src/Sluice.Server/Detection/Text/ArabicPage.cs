using System.Text;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Lines one below the other on one white page, as black letters of one height: what tesseract reads best. Where a line lies on the page is how
/// its words are known.
/// </summary>
internal sealed class ArabicPage
{
    /// <summary>More lines are left for the next frame.</summary>
    public const int MostLines = 40;

    private const int LineHeight = 48;
    private const int Margin = 16;
    private const int MostWidth = 2000;
    private readonly byte[] _grey;
    private readonly int _width;
    private readonly int _height;

    /// <param name="picture">Where the lines are.</param>
    /// <param name="boxes">At most <see cref="MostLines"/>.</param>
    public ArabicPage(Picture picture, IReadOnlyList<TextBox> boxes)
    {
        var widths = boxes.Select(box => Math.Clamp((int)(LineHeight * box.Width / box.Height), 1, MostWidth)).ToArray();
        (_width, _height) = (widths.Max() + (2 * Margin), (boxes.Count * (LineHeight + Margin)) + Margin);
        _grey = new byte[_width * _height];
        _grey.AsSpan().Fill(byte.MaxValue);
        for (var i = 0; i < boxes.Count; i++)
        {
            // Arabic begins at the right.
            Draw(picture, boxes[i], widths[i], _width - Margin - widths[i], Margin + (i * (LineHeight + Margin)));
        }
    }

    /// <summary>Which line a place on the page is of.</summary>
    public static int LineAt(int y) => Math.Max(0, (y - (Margin / 2)) / (LineHeight + Margin));

    /// <summary>As a file: a portable grey map.</summary>
    public byte[] Encode() => [.. Encoding.ASCII.GetBytes($"P5\n{_width} {_height}\n255\n"), .. _grey];

    private void Draw(Picture picture, TextBox box, int width, int left, int top)
    {
        var sampler = new PictureSampler(picture);
        var (stepX, stepY) = (box.Along / width, box.Down / LineHeight);
        var line = new byte[width * LineHeight];
        var counts = new int[256];
        for (var row = 0; row < LineHeight; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var colour = sampler.At(box.Corner + (stepX * (column + 0.5f)) + (stepY * (row + 0.5f)));
                var grey = (byte)((0.114f * colour[0]) + (0.587f * colour[1]) + (0.299f * colour[2]));
                line[(row * width) + column] = grey;
                counts[grey]++;
            }
        }

        // Full contrast; and what there is more of is the ground.
        var (dark, bright) = (Quantile(counts, line.Length / 50), Quantile(counts, line.Length - (line.Length / 50)));
        var isLightOnDark = Border(line, width) < (dark + bright) / 2;
        var range = Math.Max(1, bright - dark);
        for (var row = 0; row < LineHeight; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var grey = Math.Clamp((line[(row * width) + column] - dark) * 255 / range, 0, 255);
                _grey[((top + row) * _width) + left + column] = (byte)(isLightOnDark ? 255 - grey : grey);
            }
        }
    }

    /// <summary>The mean grey of a line's uppermost and lowest rows, where few letters are.</summary>
    private static int Border(byte[] line, int width)
    {
        var sum = 0;
        for (var column = 0; column < width; column++)
        {
            sum += line[column] + line[width + column] + line[line.Length - width + column] + line[line.Length - (2 * width) + column];
        }

        return sum / (4 * width);
    }

    private static int Quantile(int[] counts, int below)
    {
        for (int grey = 0, sum = 0; grey < counts.Length; grey++)
        {
            sum += counts[grey];
            if (sum > below)
            {
                return grey;
            }
        }

        return counts.Length - 1;
    }
}
