using System.Buffers;
using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// What the network gives for a picture: how probably each pixel lies in the core of a line of text. A region of probable pixels is a line;
/// cores are narrower than lines, so each rectangle is made larger by a share of its own size.
/// </summary>
internal static class RegionMap
{
    /// <summary>Pixels that are more probable belong to a region.</summary>
    public const float Probable = 0.3f;

    /// <summary>Regions that are less probable on average are none.</summary>
    public const float Sure = 0.6f;

    /// <summary>Area over circumference, times this, is what a rectangle grows by on each side.</summary>
    private const float Growth = 1.5f;

    /// <summary>Pixels: what is less wide or high is no text.</summary>
    private const float LeastSide = 3;

    /// <param name="map">Of each pixel the probability.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="most">Regions at most; the smallest are left out.</param>
    /// <returns>The largest first, in the map's pixels.</returns>
    public static List<TextBox> Find(ReadOnlySpan<float> map, int width, int most)
    {
        List<TextBox> found = [];
        foreach (var shape in Shapes(map, width).OrderByDescending(shape => shape.Size).Take(most))
        {
            var (middle, along, half) = shape.SmallestRectangle();
            if (2 * Math.Min(half.X, half.Y) < LeastSide)
            {
                continue;
            }

            var probability = Mean(map, width, middle, along, half);
            if (probability >= Sure)
            {
                found.Add(Grown(middle, along, half, probability));
            }
        }

        return found;
    }

    private static TextBox Grown(Vector2 middle, Vector2 along, Vector2 half, float probability)
    {
        var by = Growth * half.X * half.Y / (half.X + half.Y);
        var (width, height) = (half.X + by, half.Y + by);
        var down = new Vector2(-along.Y, along.X);

        // A pixel's place is its middle.
        var corner = middle - (along * width) - (down * height) + new Vector2(0.5f);
        return new TextBox(corner, along * 2 * width, down * 2 * height, probability);
    }

    private static List<RegionShape> Shapes(ReadOnlySpan<float> map, int width)
    {
        List<RegionShape> shapes = [];
        var height = map.Length / width;
        var open = ArrayPool<bool>.Shared.Rent(map.Length);
        var (left, right) = (new int[height], new int[height]);
        Stack<int> waiting = [];
        try
        {
            for (var i = 0; i < map.Length; i++)
            {
                open[i] = map[i] > Probable;
            }

            var bound = open.AsSpan(0, map.Length);
            for (var at = bound.IndexOf(true); at >= 0;)
            {
                shapes.Add(Fill(bound, width, height, at, left, right, waiting));
                var next = bound[at..].IndexOf(true);
                at = next < 0 ? -1 : at + next;
            }
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(open);
        }

        return shapes;
    }

    /// <summary>Takes a region out of what is open.</summary>
    private static RegionShape Fill(Span<bool> open, int width, int height, int first, int[] left, int[] right, Stack<int> waiting)
    {
        var (top, bottom, size) = (first / width, first / width, 0);
        left.AsSpan().Fill(int.MaxValue);
        right.AsSpan().Fill(int.MinValue);
        open[first] = false;
        waiting.Push(first);
        while (waiting.TryPop(out var at))
        {
            var (x, y) = (at % width, at / width);
            size++;
            (left[y], right[y]) = (Math.Min(left[y], x), Math.Max(right[y], x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            for (var nextY = Math.Max(y - 1, 0); nextY <= Math.Min(y + 1, height - 1); nextY++)
            {
                for (var nextX = Math.Max(x - 1, 0); nextX <= Math.Min(x + 1, width - 1); nextX++)
                {
                    var next = (nextY * width) + nextX;
                    if (open[next])
                    {
                        open[next] = false;
                        waiting.Push(next);
                    }
                }
            }
        }

        var shape = new RegionShape { Size = size };
        for (var y = top; y <= bottom; y++)
        {
            shape.Add(y, left[y], right[y]);
        }

        return shape;
    }

    /// <summary>Of the pixels in a rectangle.</summary>
    private static float Mean(ReadOnlySpan<float> map, int width, Vector2 middle, Vector2 along, Vector2 half)
    {
        var height = map.Length / width;
        var down = new Vector2(-along.Y, along.X);
        var reach = new Vector2(
            (Math.Abs(along.X) * half.X) + (Math.Abs(down.X) * half.Y), (Math.Abs(along.Y) * half.X) + (Math.Abs(down.Y) * half.Y));
        var (sum, count) = (0.0, 0);
        for (var y = Math.Max(0, (int)(middle.Y - reach.Y)); y <= Math.Min(height - 1, (int)(middle.Y + reach.Y)); y++)
        {
            var (from, to) = Row(y - middle.Y, along, half, middle.X, width);
            for (var x = from; x <= to; x++)
            {
                sum += map[(y * width) + x];
            }

            count += Math.Max(0, to - from + 1);
        }

        return count == 0 ? 0 : (float)(sum / count);
    }

    /// <summary>The pixels of a row that a rectangle covers.</summary>
    private static (int From, int To) Row(float offset, Vector2 along, Vector2 half, float middle, int width)
    {
        // Within it: |x cos + y sin| is at most half the width, |y cos - x sin| at most half the height.
        var (cos, sin) = (along.X, along.Y);
        var (least, most) = Between(-half.X - (offset * sin), half.X - (offset * sin), cos);
        if (Math.Abs(sin) > 1e-6f)
        {
            var (other, last) = Between((offset * cos) - half.Y, (offset * cos) + half.Y, sin);
            (least, most) = (Math.Max(least, other), Math.Min(most, last));
        }

        return ((int)Math.Clamp(MathF.Ceiling(middle + least), 0, width), (int)Math.Clamp(MathF.Floor(middle + most), -1, width - 1));
    }

    private static (float Least, float Most) Between(float least, float most, float by) => by > 0 ? (least / by, most / by) : (most / by, least / by);
}
