using System.Numerics;

namespace Sluice.Server.Detection.Objects;

/// <summary>
/// What the network gives for a picture, on a grid with a point for each <see cref="Step"/> pixels: how probably the middle of a
/// thing of each class is there, and how far the thing's edges are. A thing is where its class is more probable than at the eight points
/// around.
/// </summary>
internal static class ObjectMaps
{
    /// <summary>Numbers at each point of the second map: left, top, right, bottom.</summary>
    public const int Edges = 4;

    /// <summary>Things that are looked for in a picture; the least probable are left out.</summary>
    public const int Most = 100;

    /// <summary>Pixels from point to point.</summary>
    public const int Step = 4;

    /// <summary>Numbers at each point of the first map.</summary>
    public static int Classes { get; } = CocoClasses.All.Count;

    /// <param name="middles">Of each point the probability of each class.</param>
    /// <param name="edges">Of each point the distance in pixels to each edge.</param>
    /// <param name="columns">Points in a row.</param>
    /// <param name="least">What is less probable is left out.</param>
    /// <returns>The most probable first.</returns>
    public static List<SeenObject> Find(ReadOnlySpan<float> middles, ReadOnlySpan<float> edges, int columns, float least)
    {
        List<SeenObject> found = [];
        var bound = new Vector<float>(least);
        // Of more than a million numbers few are of interest.
        for (var from = 0; from < middles.Length; from += Vector<float>.Count)
        {
            if (!Vector.GreaterThanOrEqualAny(new Vector<float>(middles[from..]), bound))
            {
                continue;
            }

            for (var at = from; at < from + Vector<float>.Count; at++)
            {
                if (middles[at] >= least && IsPeak(middles, columns, at))
                {
                    found.Add(Thing(middles, edges, columns, at));
                }
            }
        }

        found.Sort((one, other) => other.Probability.CompareTo(one.Probability));
        return found.Count <= Most ? found : found[..Most];
    }

    /// <summary>Leaves out what is a more probable thing of the same class once more.</summary>
    /// <param name="found">The most probable first.</param>
    /// <param name="most">Of their overlap.</param>
    public static List<SeenObject> WithoutRepeats(List<SeenObject> found, double most)
    {
        List<SeenObject> kept = [];
        foreach (var thing in found)
        {
            if (!kept.Exists(other => other.Class == thing.Class && other.Overlap(thing) > most))
            {
                kept.Add(thing);
            }
        }

        return kept;
    }

    private static SeenObject Thing(ReadOnlySpan<float> middles, ReadOnlySpan<float> edges, int columns, int at)
    {
        var point = at / Classes;
        var (x, y) = (point % columns * Step, point / columns * Step);
        var edge = edges.Slice(point * Edges, Edges);
        return new SeenObject(at % Classes, middles[at], x - edge[0], y - edge[1], x + edge[2], y + edge[3]);
    }

    private static bool IsPeak(ReadOnlySpan<float> middles, int columns, int at)
    {
        var (x, y, rows) = (at / Classes % columns, at / Classes / columns, middles.Length / Classes / columns);
        for (var row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, rows - 1); row++)
        {
            for (var column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, columns - 1); column++)
            {
                if (middles[(((row * columns) + column) * Classes) + (at % Classes)] > middles[at])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
