namespace Sluice.Server.Detection.Text;

/// <summary>Where a frame must be searched for text: rectangles around the tiles that show something else than before and may hold text.</summary>
internal static class TextAreas
{
    /// <summary>Tiles around: a line that is cut is not seen as one, and letters in between may look as before.</summary>
    private const int Around = 3;

    /// <summary>Where more of the frame than this would be searched it is searched as a whole.</summary>
    private const double MostOfFrame = 0.6;

    /// <param name="tiles">Of each tile, row by row, whether it is to be searched.</param>
    /// <param name="grey">What the tiles are of.</param>
    /// <param name="lines">Lines that were there, and may have changed or grown: they are searched as a whole.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    public static IReadOnlyList<PixelBox> Of(bool[] tiles, SmallGrey grey, IReadOnlyList<TextLine> lines, int width, int height)
    {
        var unit = SmallGrey.Tile * grey.Factor;
        List<PixelBox> areas = [];
        for (var at = Array.IndexOf(tiles, true); at >= 0 && at < tiles.Length; at = Array.IndexOf(tiles, true, at + 1))
        {
            var (column, row) = (at % grey.Columns, at / grey.Columns);
            Add(areas, new PixelBox((column - Around) * unit, (row - Around) * unit, (column + Around + 1) * unit, (row + Around + 1) * unit));
        }

        foreach (var line in lines)
        {
            var (left, top, right, bottom) = line.Box.Bounds;
            var box = new PixelBox((int)left - (2 * unit), (int)top - unit, (int)right + (2 * unit), (int)bottom + unit);
            Add(areas, box);
        }

        areas = areas.ConvertAll(area => new PixelBox(Math.Max(0, area.X1), Math.Max(0, area.Y1), Math.Min(width, area.X2), Math.Min(height, area.Y2)));
        var sum = areas.Sum(area => (double)(area.X2 - area.X1) * (area.Y2 - area.Y1));
        return sum > MostOfFrame * width * height ? [new PixelBox(0, 0, width, height)] : areas;
    }

    /// <summary>What touches is one area.</summary>
    private static void Add(List<PixelBox> areas, PixelBox area)
    {
        for (var i = 0; i < areas.Count;)
        {
            if (Touch(areas[i], area))
            {
                area = new PixelBox(
                    Math.Min(area.X1, areas[i].X1), Math.Min(area.Y1, areas[i].Y1), Math.Max(area.X2, areas[i].X2), Math.Max(area.Y2, areas[i].Y2));
                areas.RemoveAt(i);
                i = 0;
            }
            else
            {
                i++;
            }
        }

        areas.Add(area);
    }

    private static bool Touch(PixelBox one, PixelBox other) =>
        one.X1 <= other.X2 && other.X1 <= one.X2 && one.Y1 <= other.Y2 && other.Y1 <= one.Y2;
}
