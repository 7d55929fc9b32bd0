using Sluice.Server.Detection.Codes.Finders;

namespace Sluice.Server.Detection.Codes;

/// <summary>Where QR codes may be in a picture, by their three squares alone: nobody has read them.</summary>
internal static class CodePlaces
{
    /// <summary>Modules from the middle of a square to the code's edge.</summary>
    private const double ToEdge = 3.5;

    /// <summary>The rectangles around them.</summary>
    public static IReadOnlyList<PixelBox> Find(Picture shown)
    {
        if (!BinaryPicture.Fits(shown.Width, shown.Height))
        {
            return [];
        }

        using var picture = new BinaryPicture(shown.Luma.Span, shown.Width, shown.Height);
        return [.. FinderTriple.Of(FinderSearch.Find(picture)).Select(Around)];
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
