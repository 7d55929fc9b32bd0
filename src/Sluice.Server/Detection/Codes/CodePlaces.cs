using Sluice.Server.Detection.Codes.Finders;

namespace Sluice.Server.Detection.Codes;

/// <summary>Where QR codes may be in a picture, by their three squares and that something is everywhere between them: nobody has read them.</summary>
internal static class CodePlaces
{
    /// <summary>Modules from the middle of a square to the code's edge.</summary>
    private const double ToEdge = 3.5;

    /// <summary>Of the square between the middles, a side is parted in so many cells: each is at least three modules wide, of which some are dark and some light.</summary>
    private const int Cells = 4;

    /// <summary>Looked at in each direction of a cell.</summary>
    private const int Looks = 10;

    /// <summary>Cells that may be flat: under what is printed upon a code.</summary>
    private const int MostFlat = 3;

    /// <summary>The rectangles around them.</summary>
    public static IReadOnlyList<PixelBox> Find(Picture shown)
    {
        if (!BinaryPicture.Fits(shown.Width, shown.Height))
        {
            return [];
        }

        using var picture = new BinaryPicture(shown.Luma.Span, shown.Width, shown.Height);
        return [.. FinderTriple.Of(FinderSearch.Find(picture)).Where(triple => IsFilled(shown, triple)).Select(Around)];
    }

    // Squares around a text that is to be hidden stand on a ground that is flat nearly everywhere.
    private static bool IsFilled(Picture shown, FinderTriple triple)
    {
        var luma = shown.Luma.Span;
        var (corner, right, below) = (triple.Corner, triple.Right, triple.Below);
        var flat = 0;
        for (var cell = 0; cell < Cells * Cells; cell++)
        {
            var (dark, light) = (byte.MaxValue, byte.MinValue);
            for (var look = 0; look < Looks * Looks; look++)
            {
                var along = ((cell % Cells) + ((look % Looks) + 0.5) / Looks) / Cells;
                var down = ((cell / Cells) + ((look / Looks) + 0.5) / Looks) / Cells;
                var x = corner.X + (along * (right.X - corner.X)) + (down * (below.X - corner.X));
                var y = corner.Y + (along * (right.Y - corner.Y)) + (down * (below.Y - corner.Y));
                if (x < 0 || y < 0 || x >= shown.Width || y >= shown.Height)
                {
                    continue;
                }

                var grey = luma[((int)y * shown.Width) + (int)x];
                (dark, light) = (Math.Min(dark, grey), Math.Max(light, grey));
            }

            // Of a cell beyond the picture's edge nobody knows.
            flat += dark <= light && light - dark < BinaryPicture.MinContrast ? 1 : 0;
        }

        return flat <= MostFlat;
    }

    private static PixelBox Around(FinderTriple triple)
    {
        var (corner, right, below) = (triple.Corner, triple.Right, triple.Below);
        double[] xs = [corner.X, right.X, below.X, right.X + below.X - corner.X];
        double[] ys = [corner.Y, right.Y, below.Y, right.Y + below.Y - corner.Y];
        var edge = ToEdge * Math.Max(corner.Module, Math.Max(right.Module, below.Module));
        return new PixelBox((int)(xs.Min() - edge), (int)(ys.Min() - edge), (int)Math.Ceiling(xs.Max() + edge), (int)Math.Ceiling(ys.Max() + edge));
    }
}
