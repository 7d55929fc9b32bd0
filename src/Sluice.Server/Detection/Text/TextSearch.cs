namespace Sluice.Server.Detection.Text;

/// <summary>What of a frame must be searched for text, since it is not as it was, and which lines are there still.</summary>
internal sealed class TextSearch
{
    private readonly bool[] _changed;
    private readonly SmallGrey _grey;

    private TextSearch(SmallGrey grey, bool[] changed, IReadOnlyList<TextLine> kept, IReadOnlyList<PixelBox> areas) =>
        (_grey, _changed, Kept, Areas) = (grey, changed, kept, areas);

    /// <summary>The lines that look as they did.</summary>
    public IReadOnlyList<TextLine> Kept { get; }

    /// <summary>None: nothing can have come.</summary>
    public IReadOnlyList<PixelBox> Areas { get; }

    /// <param name="picture">The frame.</param>
    /// <param name="memory">Of its stream.</param>
    /// <param name="all">The whole frame is due.</param>
    public static TextSearch Of(Picture picture, TextMemory memory, bool all)
    {
        var grey = SmallGrey.Of(picture);
        var changed = new bool[grey.Columns * grey.Rows];
        if (memory.Searched is not { } before || !before.HasSizeOf(grey))
        {
            return new TextSearch(grey, changed, [], [Whole(picture)]);
        }

        for (var i = 0; i < changed.Length; i++)
        {
            changed[i] = memory.Unread.Contains(i) || grey.Differs(before, i % grey.Columns, i / grey.Columns);
        }

        List<TextLine> kept = [.. memory.Lines.Where(line => !Tiles(grey, picture, line.Box).Any(tile => changed[tile]) || line.Look.IsLike(LineLook.Of(picture, line.Box)))];
        if (all)
        {
            return new TextSearch(grey, changed, kept, [Whole(picture)]);
        }

        var open = (bool[])changed.Clone();
        foreach (var inside in kept.SelectMany(line => Inside(grey, picture, line.Box)))
        {
            open[inside] = false;
        }

        for (var i = 0; i < open.Length; i++)
        {
            open[i] = open[i] && (memory.Unread.Contains(i) || grey.MayHoldText(i % grey.Columns, i / grey.Columns));
        }

        List<TextLine> touched = [.. memory.Lines.Where(line => Near(grey, picture, line.Box).Any(tile => open[tile]))];
        return new TextSearch(grey, changed, kept, TextAreas.Of(open, grey, touched, picture.Width, picture.Height));
    }

    public static PixelBox Whole(Picture picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>Keeps for the next frame what this one came to.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="memory">Of its stream.</param>
    /// <param name="lines">All that are there.</param>
    /// <param name="unread">Lines that there was no time for.</param>
    public void Remember(Picture picture, TextMemory memory, IReadOnlyList<TextLine> lines, IReadOnlyList<TextBox> unread)
    {
        if (memory.Searched is { } before && before.HasSizeOf(_grey))
        {
            // What did not change stays as it was when it was searched: what changes slowly is noticed when it has changed enough.
            for (var i = 0; i < _changed.Length; i++)
            {
                if (_changed[i])
                {
                    before.Take(_grey, i % _grey.Columns, i / _grey.Columns);
                }
            }
        }
        else
        {
            memory.Searched = _grey;
        }

        memory.Unread.Clear();
        memory.Unread.UnionWith(unread.SelectMany(box => Tiles(_grey, picture, box)));
        memory.Lines = lines;
    }

    /// <summary>The tiles that a box touches.</summary>
    private static IEnumerable<int> Tiles(SmallGrey grey, Picture picture, TextBox box)
    {
        var (unit, place) = (SmallGrey.Tile * grey.Factor, box.Within(picture.Width, picture.Height));
        return Tiles(grey, place.X1 / unit, place.Y1 / unit, (place.X2 + unit - 1) / unit, (place.Y2 + unit - 1) / unit);
    }

    /// <summary>The tiles of a line and those beside it, where it would go on.</summary>
    private static IEnumerable<int> Near(SmallGrey grey, Picture picture, TextBox box)
    {
        var (unit, place) = (SmallGrey.Tile * grey.Factor, box.Within(picture.Width, picture.Height));
        return Tiles(grey, Math.Max(0, (place.X1 / unit) - 2), place.Y1 / unit, ((place.X2 + unit - 1) / unit) + 2, (place.Y2 + unit - 1) / unit);
    }

    /// <summary>The tiles that lie within an upright box: of another one the rectangle around it holds more than the line.</summary>
    private static IEnumerable<int> Inside(SmallGrey grey, Picture picture, TextBox box)
    {
        var (unit, place) = (SmallGrey.Tile * grey.Factor, box.Within(picture.Width, picture.Height));
        return Math.Min(Math.Abs(box.Along.X), Math.Abs(box.Along.Y)) > unit
            ? []
            : Tiles(grey, (place.X1 + unit - 1) / unit, (place.Y1 + unit - 1) / unit, place.X2 / unit, place.Y2 / unit);
    }

    private static IEnumerable<int> Tiles(SmallGrey grey, int left, int top, int right, int bottom)
    {
        for (var row = top; row < Math.Min(bottom, grey.Rows); row++)
        {
            for (var column = left; column < Math.Min(right, grey.Columns); column++)
            {
                yield return (row * grey.Columns) + column;
            }
        }
    }
}
