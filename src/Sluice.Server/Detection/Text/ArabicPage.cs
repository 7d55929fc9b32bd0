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

    private const int LineHeight = 56;
    private const int Edge = 9;

    /// <summary>Of its height, what is shown above and below a line: tall letters and dots are cut otherwise.</summary>
    private const float Around = 0.06f;

    private const int Margin = 24;
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
        box = new TextBox(box.Corner - (box.Down * Around), box.Along, box.Down * (1 + (2 * Around)), box.Probability);
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

        var (dark, bright) = (Quantile(counts, line.Length / 50), Quantile(counts, line.Length - (line.Length / 50)));
        var range = Math.Max(1, bright - dark);
        var isLight = IsInkLight(line, width, dark + (range / 3), bright - (range / 3));
        for (var row = 0; row < LineHeight; row++)
        {
            for (var column = 0; column < width; column++)
            {
                // What is neither is ground, or between an outline and it.
                var grey = line[(row * width) + column];
                var ink = (isLight ? grey - dark : bright - grey) / (float)range;
                _grey[((top + row) * _width) + left + column] = (byte)(255 - (255 * Math.Clamp((ink - 0.45f) / 0.35f, 0, 1)));
            }
        }
    }

    /// <summary>
    /// Whether what is light or what is dark is the letters: what there is less of, between the line's edges. There is more of the ground, and of an
    /// outline, than of what it is around.
    /// </summary>
    private static bool IsInkLight(byte[] line, int width, int darkBelow, int lightAbove)
    {
        var (dark, light) = (0, 0);
        foreach (var grey in line.AsSpan(Edge * width, (LineHeight - (2 * Edge)) * width))
        {
            dark += grey < darkBelow ? 1 : 0;
            light += grey > lightAbove ? 1 : 0;
        }

        return light > 0 && (dark == 0 || light < dark);
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
