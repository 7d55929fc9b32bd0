namespace Sluice.Server.Detection.Quality;

/// <summary>
/// Tells how blurred a picture is without knowing it sharp. Where a blurred edge is steepest its slope is as large as its height over
/// the blur's width, its curvature as large as its height over the width's square; so the largest slope of a place over its largest
/// curvature is the width, whatever the contrast. Measured in tiles; the sharper ones count, since a picture with something sharp
/// in it is no blurred picture, whatever its background.
/// </summary>
internal static class SharpnessMeter
{
    /// <summary>What edges without any blur are measured as.</summary>
    public const double Sharp = 0.65;

    private const int TileSide = 40;

    /// <summary>Steps of grey between the dark and the bright of a tile; with less there is nothing that could be sharp.</summary>
    private const int MinContrast = 24;

    /// <summary>With fewer such tiles there is too little to tell by: a plain surface is not blurred.</summary>
    private const int MinTiles = 4;

    /// <summary>The part of the tiles that is sharper than what counts: a station's logo makes no picture sharp.</summary>
    private const double SharperPart = 0.2;

    /// <summary>The part of a tile's pixels that holds its edges.</summary>
    private const double EdgePart = 0.02;

    /// <summary>Pixels to either side at which slope and curvature are taken: more than 1, since noise is between neighbours.</summary>
    private const int Reach = 2;

    /// <summary>Rows from one that is looked at to the next.</summary>
    private const int RowStep = 2;

    /// <summary>Slope over curvature of a Gaussian edge, in standard deviations, at this reach.</summary>
    private const double EdgeRatio = 1.6;

    /// <summary>
    /// The standard deviation of the blur in pixels of 360 lines, as clean edges show it; noise makes it less. Null when there is
    /// nothing to tell by.
    /// </summary>
    public static double? BlurOf(GreyPicture picture)
    {
        List<double> blurs = [];
        for (var top = 0; top + TileSide <= picture.Height; top += TileSide)
        {
            for (var left = 0; left + TileSide <= picture.Width; left += TileSide)
            {
                if (Tile(picture, left, top) is { } blur)
                {
                    blurs.Add(blur);
                }
            }
        }

        blurs.Sort();
        return blurs.Count < MinTiles ? null : blurs[(int)(blurs.Count * SharperPart)] * picture.PixelSide;
    }

    private static double? Tile(GreyPicture picture, int left, int top)
    {
        Span<int> greys = stackalloc int[256];
        Span<int> slopes = stackalloc int[256];
        Span<int> curves = stackalloc int[512];
        greys.Clear();
        slopes.Clear();
        curves.Clear();
        var pixels = picture.Pixels;
        var width = picture.Width;
        var (fromX, toX) = (Math.Max(left, Reach), Math.Min(left + TileSide, width - Reach));
        var (fromY, toY) = (Math.Max(top, Reach), Math.Min(top + TileSide, picture.Height - Reach));
        for (var y = fromY; y < toY; y += RowStep)
        {
            for (var at = (y * width) + fromX; at < (y * width) + toX; at++)
            {
                int here = pixels[at], before = pixels[at - Reach], after = pixels[at + Reach];
                int above = pixels[at - (Reach * width)], below = pixels[at + (Reach * width)];
                greys[here]++;
                slopes[Math.Max(Math.Abs(after - before), Math.Abs(below - above))]++;
                curves[Math.Max(Math.Abs(after + before - (2 * here)), Math.Abs(below + above - (2 * here)))]++;
            }
        }

        var count = (toX - fromX) * ((toY - fromY + RowStep - 1) / RowStep);
        if (MeanOfTop(greys, count) - Bottom(greys, count) < MinContrast)
        {
            return null;
        }

        return MeanOfTop(slopes, count) / Math.Max(1, MeanOfTop(curves, count)) / EdgeRatio;
    }

    /// <summary>The mean of the largest of a histogram's values.</summary>
    private static double MeanOfTop(ReadOnlySpan<int> histogram, int count)
    {
        var wanted = Math.Max(1, (int)(count * EdgePart));
        var (left, sum) = (wanted, 0L);
        for (var value = histogram.Length - 1; left > 0; value--)
        {
            var taken = Math.Min(left, histogram[value]);
            sum += (long)taken * value;
            left -= taken;
        }

        return sum / (double)wanted;
    }

    /// <summary>The largest value of the smallest ones.</summary>
    private static int Bottom(ReadOnlySpan<int> histogram, int count)
    {
        var left = (int)(count * EdgePart);
        var value = 0;
        while ((left -= histogram[value]) >= 0)
        {
            value++;
        }

        return value;
    }
}
