namespace Sluice.Server.Detection.Text;

/// <summary>
/// Reads the lines of a frame: where something is not as it was, and may be text, is searched for lines, and those that are new are read. What it
/// knows of the stream costs nothing again.
/// </summary>
internal sealed class ScreenReader(RegionFinder regions, LineReader reader, ArabicLines arabic, TextOptions options, TimeProvider time, Action<ReadingWork>? onRead)
{
    /// <summary>Of its height, how far the edges of a line that was found again may be from where they were.</summary>
    private const float SamePlace = 0.25f;

    /// <summary>A line of which so much is covered by one that was found is no line any more.</summary>
    private const float Covered = 0.5f;

    /// <summary>Pixels from an inner edge of an area: a line that ends there may go on.</summary>
    private const float AtEdge = 4;

    /// <param name="picture">The frame.</param>
    /// <param name="patience">After that no further line is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines, in no order, and whether these are all.</returns>
    public async ValueTask<(IReadOnlyList<TextLine> Lines, bool IsAll)> ReadAsync(Picture picture, TimeSpan patience, CancellationToken cancellationToken)
    {
        var memory = picture.Wants.Memory?.Text is { } known && known.TryEnter() ? known : new TextMemory();
        try
        {
            return await ReadAsync(picture, memory, time.GetTimestamp(), patience, cancellationToken);
        }
        finally
        {
            memory.Leave();
        }
    }

    private async ValueTask<(IReadOnlyList<TextLine> Lines, bool IsAll)> ReadAsync(
        Picture picture, TextMemory memory, long began, TimeSpan patience, CancellationToken cancellationToken)
    {
        var search = TextSearch.Of(picture, memory, time.GetElapsedTime(memory.SearchedAt, began) >= options.SearchAgainAfter);
        if (search.Areas.Count > 0 && ArabicLines.IsFirst(picture.Wants.Language, memory))
        {
            arabic.Prepare();
        }

        var (found, searched, isWhole) = Find(picture, search, cancellationToken);
        var (lines, unknown) = Sort(search.Kept, found);
        List<TextBox> unread = [];
        var known = lines.Count;
        lines.AddRange(unknown.Take(Math.Max(0, options.MaxLines - known)).Select(box => new TextLine(box, LineLook.Of(picture, box), ReadText.Nothing, IsOpen: true)));
        var isFirst = ArabicLines.IsFirst(picture.Wants.Language, memory) && lines.Count > known;
        var isAsked = isFirst && await arabic.ReadAsync(picture, memory, lines, cancellationToken);

        var texture = new CodeTexture(picture);
        for (var i = known; i < lines.Count;)
        {
            var line = lines[i];
            var isLate = i > 0 && time.GetElapsedTime(began) >= patience;
            if (ArabicLines.IsSettled(line) || (isLate && line.IsArabic))
            {
                // Where there is no time for a second opinion the first one counts.
                i++;
            }
            else if (isLate)
            {
                unread.Add(line.Box);
                lines.RemoveAt(i);
            }
            else
            {
                var read = reader.Read(picture, line.Box, cancellationToken);
                line = isFirst ? ArabicLines.Settle(line, read) : line with { Read = read, IsOpen = ArabicLines.MayBe(read, line.Box, picture.Wants.Language) };
                lines[i++] = texture.Is(line.Read, line.Box) ? line with { Read = ReadText.Nothing, IsArabic = false, IsOpen = false } : line;
            }
        }

        onRead?.Invoke(new ReadingWork(searched, lines.Count - known));
        var isAll = (isFirst ? isAsked || !lines.Exists(line => line.IsOpen) : await arabic.ReadAsync(picture, memory, lines, cancellationToken)) && unread.Count == 0;
        search.Remember(picture, memory, lines, unread);
        memory.SearchedAt = isWhole ? began : memory.SearchedAt;
        return (lines, isAll);
    }

    private (List<TextBox> Found, long Searched, bool IsWhole) Find(Picture picture, TextSearch search, CancellationToken cancellationToken)
    {
        var whole = TextSearch.Whole(picture);
        List<TextBox> found = [];
        var searched = 0L;
        foreach (var area in search.Areas)
        {
            var boxes = regions.Find(picture, area, options.MaxLines, cancellationToken);
            searched += Pixels(area);

            // A piece of a line that is known, and as it was.
            boxes.RemoveAll(box => IsCut(box, area, whole) && search.Kept.Any(line => line.Box.Common(box) > Covered * box.BoundsArea));
            if (area != whole && boxes.Exists(box => IsCut(box, area, whole)))
            {
                return (regions.Find(picture, whole, options.MaxLines, cancellationToken), searched + Pixels(whole), true);
            }

            found.AddRange(boxes);
        }

        return (found, searched, search.Areas is [var only] && only == whole);
    }

    private static long Pixels(PixelBox area) => (long)(area.X2 - area.X1) * (area.Y2 - area.Y1);

    private static bool IsCut(TextBox box, PixelBox area, PixelBox whole)
    {
        var (left, top, right, bottom) = box.Bounds;
        return (area.X1 > 0 && left < area.X1 + AtEdge) || (area.Y1 > 0 && top < area.Y1 + AtEdge)
            || (area.X2 < whole.X2 && right > area.X2 - AtEdge) || (area.Y2 < whole.Y2 && bottom > area.Y2 - AtEdge);
    }

    /// <summary>The lines that are there still, and the boxes of others.</summary>
    private static (List<TextLine> Lines, List<TextBox> Unknown) Sort(IReadOnlyList<TextLine> kept, List<TextBox> found)
    {
        var unknown = found.FindAll(box => !kept.Any(line => IsSamePlace(line.Box, box)));
        List<TextLine> lines =
        [
            .. kept.Where(line => found.Exists(box => IsSamePlace(line.Box, box))
                || !unknown.Exists(box => line.Box.Common(box) > Covered * line.Box.BoundsArea)),
        ];
        return (lines, unknown);
    }

    private static bool IsSamePlace(TextBox one, TextBox other)
    {
        var (first, second, far) = (one.Bounds, other.Bounds, SamePlace * Math.Min(one.Width, one.Height));
        return Math.Abs(first.Left - second.Left) <= far && Math.Abs(first.Right - second.Right) <= far
            && Math.Abs(first.Top - second.Top) <= far && Math.Abs(first.Bottom - second.Bottom) <= far;
    }
}
