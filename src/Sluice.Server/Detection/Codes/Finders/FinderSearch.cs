namespace Sluice.Server.Detection.Codes.Finders;

/// <summary>
/// Looks for the squares by which QR codes are found, dark on light and light on dark: a line through the middle of one crosses runs of
/// 1, 1, 3, 1 and 1 modules, at whatever angle.
/// </summary>
internal static class FinderSearch
{
    /// <summary>Rows between those that are looked at. The middle of a square is three modules high.</summary>
    private const int RowStep = 3;

    /// <summary>A texture may hold any number of such crossings; what is past this is no code.</summary>
    private const int MaxPatterns = 200;

    /// <summary>The part of a module by which a run may differ.</summary>
    private const double Tolerance = 0.6;

    public static List<FinderPattern> Find(in BinaryPicture picture)
    {
        List<FinderPattern> patterns = [];
        Span<int> runs = stackalloc int[5];
        for (var y = 1; y < picture.Height && patterns.Count < MaxPatterns; y += RowStep)
        {
            runs.Clear();
            var (dark, run, count) = (picture.IsDark(0, y), 1, 0);
            for (var x = 1; x < picture.Width; x++)
            {
                if (picture.IsDark(x, y) == dark)
                {
                    run++;
                    continue;
                }

                runs[1..].CopyTo(runs);
                runs[4] = run;
                if (++count >= 5 && IsSquare(runs))
                {
                    Consider(picture, x - runs[4] - runs[3] - (runs[2] / 2.0), y, runs, !dark, patterns);
                }

                (dark, run) = (!dark, 1);
            }
        }

        return patterns;
    }

    private static void Consider(in BinaryPicture picture, double x, int y, ReadOnlySpan<int> runs, bool isLight, List<FinderPattern> patterns)
    {
        Span<int> crossing = stackalloc int[5];
        var extent = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];

        // 1. Down, 2. across again at the middle that was found, 3. slantwise.
        if (Cross(picture, (int)x, y, 0, 1, extent, isLight, crossing) is not { } middleY
            || Cross(picture, (int)x, (int)(y + middleY), 1, 0, extent, isLight, crossing) is not { } middleX)
        {
            return;
        }

        var across = crossing[0] + crossing[1] + crossing[2] + crossing[3] + crossing[4];
        var (foundX, foundY) = ((int)x + middleX, y + middleY);
        if (Cross(picture, (int)foundX, (int)foundY, 1, 1, extent, isLight, crossing) is null)
        {
            return;
        }

        var found = new FinderPattern(foundX, foundY, across / 7.0, isLight, 1);
        var known = patterns.FindIndex(pattern => pattern.IsAt(found));
        if (known < 0)
        {
            patterns.Add(found);
        }
        else
        {
            patterns[known] = patterns[known].With(found);
        }
    }

    /// <summary>Where the middle is along a line, from the pixel given; null when the line does not cross a square there.</summary>
    private static double? Cross(in BinaryPicture picture, int x, int y, int stepX, int stepY, int extent, bool isLight, Span<int> runs)
    {
        runs.Clear();
        var back = Walk(picture, x, y, -stepX, -stepY, extent, isLight, out var middle, out runs[1], out runs[0]);
        var forth = Walk(picture, x + stepX, y + stepY, stepX, stepY, extent, isLight, out var rest, out runs[3], out runs[4]);
        runs[2] = middle + rest;
        var total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        return back && forth && total * 5 >= extent * 2 && total * 2 <= extent * 5 && IsSquare(runs)
            ? ((rest - middle) / 2.0) + 1
            : null;
    }

    /// <summary>Counts three runs; false when one of them is too long or at the edge.</summary>
    private static bool Walk(
        in BinaryPicture picture, int x, int y, int stepX, int stepY, int most, bool isLight, out int first, out int second, out int third)
    {
        first = second = third = 0;
        var dark = !isLight;
        for (var run = 0; run < 3; run++)
        {
            var length = 0;
            while (x >= 0 && y >= 0 && x < picture.Width && y < picture.Height && length <= most && picture.IsDark(x, y) == dark)
            {
                (x, y, length) = (x + stepX, y + stepY, length + 1);
            }

            (first, second, third) = run switch { 0 => (length, 0, 0), 1 => (first, length, 0), _ => (first, second, length) };
            if (length > most || (run < 2 && length == 0 && run > 0))
            {
                return false;
            }

            dark = !dark;
        }

        return third > 0;
    }

    private static bool IsSquare(ReadOnlySpan<int> runs)
    {
        var total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        if (total < 7 || runs[0] == 0 || runs[1] == 0 || runs[3] == 0 || runs[4] == 0)
        {
            return false;
        }

        // Where a module is two or three pixels, a pixel more or less is most of it.
        var module = total / 7.0;
        var within = Math.Max(module * Tolerance, Math.Min(1.1, module));
        return Math.Abs(runs[0] - module) < within && Math.Abs(runs[1] - module) < within
            && Math.Abs(runs[2] - (3 * module)) < 3 * module * Tolerance
            && Math.Abs(runs[3] - module) < within && Math.Abs(runs[4] - module) < within;
    }
}
