using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>The outline of one region of a map: its leftmost and rightmost point in each row. Of that the smallest rectangle around it is made.</summary>
internal sealed class RegionShape
{
    private readonly List<Vector2> _points = [];

    /// <summary>Points of the map that belong to the region.</summary>
    public int Size { get; init; }

    public void Add(int row, int left, int right)
    {
        _points.Add(new Vector2(left, row));
        if (right > left)
        {
            _points.Add(new Vector2(right, row));
        }
    }

    /// <summary>The rectangle of the smallest area around all points, at an angle of at most 45 degrees.</summary>
    public (Vector2 Middle, Vector2 Along, Vector2 Half) SmallestRectangle()
    {
        var hull = Hull();
        var best = Rectangle(hull, Vector2.UnitX);
        for (var i = 0; i < hull.Count && hull.Count > 2; i++)
        {
            var edge = hull[(i + 1) % hull.Count] - hull[i];
            var rectangle = Rectangle(hull, Vector2.Normalize(edge));
            if (rectangle.Half.X * rectangle.Half.Y < best.Half.X * best.Half.Y)
            {
                best = rectangle;
            }
        }

        return hull.Count == 2 ? Rectangle(hull, Vector2.Normalize(hull[1] - hull[0])) : best;
    }

    private static (Vector2 Middle, Vector2 Along, Vector2 Half) Rectangle(List<Vector2> hull, Vector2 edge)
    {
        var along = Flat(edge);
        var down = new Vector2(-along.Y, along.X);
        var (least, most) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in hull)
        {
            var at = new Vector2(Vector2.Dot(point, along), Vector2.Dot(point, down));
            (least, most) = (Vector2.Min(least, at), Vector2.Max(most, at));
        }

        var middle = (least + most) / 2;
        return ((along * middle.X) + (down * middle.Y), along, (most - least) / 2);
    }

    /// <summary>Of the four directions of a rectangle the one that is nearest to rightwards.</summary>
    private static Vector2 Flat(Vector2 direction)
    {
        var flat = Math.Abs(direction.X) >= Math.Abs(direction.Y) ? direction : new Vector2(-direction.Y, direction.X);
        return flat.X < 0 ? -flat : flat;
    }

    /// <summary>The corners of the region's convex hull. Points come row by row, each from left to right: they are in order.</summary>
    private List<Vector2> Hull()
    {
        if (_points.Count < 3)
        {
            return _points;
        }

        List<Vector2> hull = [];
        Walk(_points, hull);
        var first = hull.Count;
        Walk(Enumerable.Reverse(_points), hull, first - 1);
        hull.RemoveAt(hull.Count - 1);
        return hull;
    }

    private static void Walk(IEnumerable<Vector2> points, List<Vector2> hull, int from = 0)
    {
        foreach (var point in points)
        {
            while (hull.Count >= from + 2 && Turn(hull[^2], hull[^1], point) <= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            if (hull.Count == 0 || hull[^1] != point)
            {
                hull.Add(point);
            }
        }
    }

    private static float Turn(Vector2 one, Vector2 two, Vector2 three) =>
        ((two.X - one.X) * (three.Y - one.Y)) - ((two.Y - one.Y) * (three.X - one.X));
}
