namespace Sluice.Server.Detection.Text;

/// <summary>
/// The order in which lines are read: columns one after the other where a gap runs down between them, in each the rows from top to bottom, and
/// what stands in one row from left to right, or, in Arabic, from right to left.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>A gap between columns is so many lines wide.</summary>
    private const float Gutter = 1.5f;

    /// <summary>A column has at least so many rows. Two rows of two things are read across.</summary>
    private const int ColumnRows = 3;

    /// <summary>What overlaps by so much of the lower of two heights stands in one row.</summary>
    private const float SameRow = 0.5f;

    public static List<TextLine> Of(IReadOnlyList<TextLine> lines, bool rightToLeft)
    {
        List<TextLine> ordered = new(lines.Count);
        Add([.. lines], rightToLeft, ordered);
        return ordered;
    }

    private static void Add(List<TextLine> block, bool rightToLeft, List<TextLine> ordered)
    {
        if (block.Count > 2 && SplitColumns(block) is var (left, right))
        {
            Add(rightToLeft ? right : left, rightToLeft, ordered);
            Add(rightToLeft ? left : right, rightToLeft, ordered);
        }
        else if (block.Count > 2 && SplitRows(block) is var (upper, lower))
        {
            Add(upper, rightToLeft, ordered);
            Add(lower, rightToLeft, ordered);
        }
        else
        {
            AddRows(block, rightToLeft, ordered);
        }
    }

    /// <summary>At the widest gap that runs down all of the block, if each side has rows enough.</summary>
    private static (List<TextLine> Left, List<TextLine> Right)? SplitColumns(List<TextLine> block)
    {
        var needed = Gutter * block.Select(HeightOf).Order().ElementAt(block.Count / 2);
        var at = WidestGap(block, line => (line.Box.Bounds.Left, line.Box.Bounds.Right), needed);
        if (at is not { } gap)
        {
            return null;
        }

        List<TextLine> left = block.FindAll(line => line.Box.Bounds.Left < gap), right = block.FindAll(line => line.Box.Bounds.Left >= gap);
        return HasRows(left) && HasRows(right) ? (left, right) : null;
    }

    private static (List<TextLine> Upper, List<TextLine> Lower)? SplitRows(List<TextLine> block) =>
        WidestGap(block, line => (line.Box.Bounds.Top, line.Box.Bounds.Bottom), 0) is { } gap
            ? (block.FindAll(line => line.Box.Bounds.Top < gap), block.FindAll(line => line.Box.Bounds.Top >= gap))
            : null;

    /// <summary>Where the widest gap ends; null: none is as wide as needed.</summary>
    private static float? WidestGap(List<TextLine> block, Func<TextLine, (float From, float To)> extent, float needed)
    {
        var (end, widest, at) = (float.MaxValue, needed, (float?)null);
        foreach (var (from, to) in block.Select(extent).OrderBy(each => each.From))
        {
            if (from - end > widest)
            {
                (widest, at) = (from - end, from);
            }

            end = end == float.MaxValue ? to : Math.Max(end, to);
        }

        return at;
    }

    private static bool HasRows(List<TextLine> block) => Rows(block).Count >= ColumnRows;

    private static void AddRows(List<TextLine> block, bool rightToLeft, List<TextLine> ordered)
    {
        foreach (var row in Rows(block))
        {
            ordered.AddRange(rightToLeft ? row.OrderByDescending(line => line.Box.Bounds.Right) : row.OrderBy(line => line.Box.Bounds.Left));
        }
    }

    private static List<List<TextLine>> Rows(List<TextLine> block)
    {
        List<List<TextLine>> rows = [];
        foreach (var line in block.OrderBy(MiddleOf))
        {
            if (rows.Count > 0 && rows[^1].TrueForAll(other => IsInRow(other, line)))
            {
                rows[^1].Add(line);
            }
            else
            {
                rows.Add([line]);
            }
        }

        return rows;
    }

    private static bool IsInRow(TextLine one, TextLine other)
    {
        var (first, second) = (one.Box.Bounds, other.Box.Bounds);
        var common = Math.Min(first.Bottom, second.Bottom) - Math.Max(first.Top, second.Top);
        return common >= SameRow * Math.Min(HeightOf(one), HeightOf(other));
    }

    private static float HeightOf(TextLine line) => line.Box.Bounds.Bottom - line.Box.Bounds.Top;

    private static float MiddleOf(TextLine line) => (line.Box.Bounds.Top + line.Box.Bounds.Bottom) / 2;
}
