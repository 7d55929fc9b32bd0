namespace Sluice.Server.Detection.Codes.Finders;

/// <summary>Three squares that stand as those of a QR code do: at three corners of a square.</summary>
/// <param name="Corner">The one between the other two.</param>
/// <param name="Right">The one that stands to the right of it in a code that is not mirrored.</param>
/// <param name="Below">The third.</param>
/// <param name="Modules">Between the middles of two neighbours, estimated.</param>
/// <param name="Error">How far they are from standing so: 0 is exactly.</param>
internal sealed record FinderTriple(FinderPattern Corner, FinderPattern Right, FinderPattern Below, double Modules, double Error)
{
    /// <summary>Squares that are tried together; more are a texture.</summary>
    private const int MostPatterns = 24;

    private const double MostError = 0.45;

    /// <summary>The smallest code has 14 between the middles, the largest 170: estimates may be off.</summary>
    private const double LeastModules = 11;
    private const double MostModules = 180;

    /// <summary>The most promising first.</summary>
    public static IReadOnlyList<FinderTriple> Of(IReadOnlyList<FinderPattern> patterns)
    {
        List<FinderTriple> triples = [];
        foreach (var group in patterns.GroupBy(pattern => pattern.IsLight))
        {
            FinderPattern[] best = [.. group.OrderByDescending(pattern => pattern.Sightings).Take(MostPatterns)];
            for (var i = 0; i < best.Length; i++)
            {
                for (var j = i + 1; j < best.Length; j++)
                {
                    for (var k = j + 1; k < best.Length; k++)
                    {
                        if (Arrange(best[i], best[j], best[k]) is { } triple)
                        {
                            triples.Add(triple);
                        }
                    }
                }
            }
        }

        return [.. triples.OrderBy(triple => triple.Error)];
    }

    public bool Shares(FinderTriple other) => Holds(other.Corner) || Holds(other.Right) || Holds(other.Below);

    private bool Holds(FinderPattern pattern) => pattern == Corner || pattern == Right || pattern == Below;

    private static FinderTriple? Arrange(FinderPattern a, FinderPattern b, FinderPattern c)
    {
        var (ab, bc, ca) = (Distance(a, b), Distance(b, c), Distance(c, a));
        var (corner, one, other) = ab >= bc && ab >= ca ? (c, a, b) : bc >= ca ? (a, b, c) : (b, c, a);
        var (legOne, legOther, longest) = (Distance(corner, one), Distance(corner, other), Distance(one, other));
        var shape = (Math.Abs(legOne - legOther) / Math.Max(legOne, legOther))
            + Math.Abs(((legOne * legOne) + (legOther * legOther)) / (longest * longest) - 1);
        var (moduleOne, moduleOther) = (ModuleAlong(corner, one), ModuleAlong(corner, other));
        var largest = Math.Max(a.Module, Math.Max(b.Module, c.Module));
        var size = 1 - (Math.Min(a.Module, Math.Min(b.Module, c.Module)) / largest);
        var modules = (legOne + legOther) / (moduleOne + moduleOther);
        if (shape + size > MostError * 2 || shape > MostError || size > MostError || modules is < LeastModules or > MostModules)
        {
            return null;
        }

        var turn = ((one.X - corner.X) * (other.Y - corner.Y)) - ((one.Y - corner.Y) * (other.X - corner.X));
        return turn > 0
            ? new FinderTriple(corner, one, other, modules, shape + size)
            : new FinderTriple(corner, other, one, modules, shape + size);
    }

    /// <summary>The module's side: a row crosses a turned square on a longer way.</summary>
    private static double ModuleAlong(FinderPattern from, FinderPattern to)
    {
        var length = Distance(from, to);
        var straight = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / length;
        return (from.Module + to.Module) / 2 * straight;
    }

    private static double Distance(FinderPattern one, FinderPattern other) =>
        Math.Sqrt(((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));
}
