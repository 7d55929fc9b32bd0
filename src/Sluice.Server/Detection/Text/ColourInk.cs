using System.Numerics;

namespace Sluice.Server.Detection.Text;

/// <summary>
/// Tells letters from what is around them by colour, where brightness does not: the line's points fall into three colours, of which one is the ground,
/// one the letters and one, where there is any, their outline. The ground is what reaches the edge; letters are what touches it least.
/// </summary>
internal static class ColourInk
{
    private const int Clusters = 3;
    private const int Rounds = 8;

    // Every third point each way is enough to find the colours by.
    private const int Step = 3;

    // Of the rows: where colours are sought, where letters must be, and what is the edge.
    private const int Core = 13;
    private const int Inner = 29;
    private const int EdgeRows = 9;
    private const int EdgeColumns = 6;

    // Points beside each other, so far that a blurred edge lies between.
    private const int Apart = 3;

    // Letters cover at least so much of the line.
    private const double LeastInk = 0.04;

    // A colour that reaches the edge is hardly that of letters.
    private const double EdgeWeight = 3;

    // Of the way from another colour to the letters' own.
    private const float From = 0.3f;
    private const float Range = 0.4f;

    public static LineInk Of(LineCrop line)
    {
        var centres = Centres(line);
        var labels = Array.ConvertAll(line.Colours, colour => (byte)Nearest(centres, colour));
        var letters = Letters(labels, line.Width);
        var ink = Array.ConvertAll(line.Colours, colour => Ink(centres, letters, colour));
        return new LineInk(ink, line.Width);
    }

    private static Vector3[] Centres(LineCrop line)
    {
        List<Vector3> points = [];
        for (var y = Core; y < LineCrop.Height - Core; y += Step)
        {
            for (var x = 0; x < line.Width; x += Step)
            {
                points.Add(line.Colours[(y * line.Width) + x]);
            }
        }

        // The darkest, the middle and the brightest to begin with.
        var sorted = points.OrderBy(Brightness).ToArray();
        Vector3[] centres = [sorted[sorted.Length / 50], sorted[sorted.Length / 2], sorted[sorted.Length - 1 - (sorted.Length / 50)]];
        for (var round = 0; round < Rounds; round++)
        {
            var (sums, counts) = (new Vector3[Clusters], new int[Clusters]);
            foreach (var point in points)
            {
                var nearest = Nearest(centres, point);
                sums[nearest] += point;
                counts[nearest]++;
            }

            for (var i = 0; i < Clusters; i++)
            {
                centres[i] = counts[i] == 0 ? centres[i] : sums[i] / counts[i];
            }
        }

        return centres;
    }

    private static float Brightness(Vector3 colour) => Vector3.Dot(colour, new Vector3(0.114f, 0.587f, 0.299f));

    private static int Nearest(Vector3[] centres, Vector3 colour)
    {
        var (first, second, third) =
            (Vector3.DistanceSquared(centres[0], colour), Vector3.DistanceSquared(centres[1], colour), Vector3.DistanceSquared(centres[2], colour));
        return first <= second ? (first <= third ? 0 : 2) : second <= third ? 1 : 2;
    }

    private static int Letters(byte[] labels, int width)
    {
        var (edge, inner, beside) = (new double[Clusters], new double[Clusters], new double[Clusters, Clusters]);
        for (var y = 0; y < LineCrop.Height; y++)
        {
            var (isEdgeRow, isInner) = (y < EdgeRows || y >= LineCrop.Height - EdgeRows, y >= Inner && y < LineCrop.Height - Inner);
            for (var x = 0; x < width; x++)
            {
                var label = labels[(y * width) + x];
                edge[label] += isEdgeRow || x < EdgeColumns || x >= width - EdgeColumns ? 1 : 0;
                inner[label] += isInner ? 1 : 0;
                if (y + Apart < LineCrop.Height && x + Apart < width)
                {
                    Touch(beside, label, labels[(y * width) + x + Apart]);
                    Touch(beside, label, labels[((y + Apart) * width) + x]);
                }
            }
        }

        var ground = Array.IndexOf(edge, edge.Max());
        double Unlike(int label)
        {
            var all = Enumerable.Range(0, Clusters).Where(other => other != label).Sum(other => beside[label, other]);
            return (EdgeWeight * edge[label] / edge.Sum()) + (beside[label, ground] / Math.Max(1, all));
        }

        // Where none covers enough, what is not the ground.
        var others = Enumerable.Range(0, Clusters).Where(label => label != ground).ToArray();
        var enough = others.Where(label => inner[label] >= LeastInk * inner.Sum()).ToArray();
        return (enough.Length > 0 ? enough : others).MinBy(Unlike);
    }

    private static void Touch(double[,] beside, int one, int other)
    {
        beside[one, other]++;
        beside[other, one]++;
    }

    private static float Ink(Vector3[] centres, int letters, Vector3 colour)
    {
        var own = Vector3.Distance(centres[letters], colour);
        var other = float.MaxValue;
        for (var i = 0; i < Clusters; i++)
        {
            other = i == letters ? other : Math.Min(other, Vector3.Distance(centres[i], colour));
        }

        return Math.Clamp(((other / (own + other + 0.001f)) - From) / Range, 0, 1);
    }
}
