namespace Sluice.Tests.Pulling;

/// <summary>
/// How far apart capture times are. Media that comes more than half a second late moves their clock (protocol §3), and a busy machine stands
/// still for so long: then one distance is that of the stall.
/// </summary>
internal static class Spacing
{
    private const double LongestStall = 3;

    /// <summary>Two of three distances are so many seconds, none is more by more than a stall, and no time is before the one before it.</summary>
    public static void IsMostly(double least, double most, IReadOnlyList<DateTimeOffset> times)
    {
        var distances = times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds).ToList();
        Assert.All(distances, distance => Assert.InRange(distance, 0, most + LongestStall));
        Assert.True(
            distances.Count(distance => distance >= least && distance <= most) * 3 >= distances.Count * 2,
            $"seconds apart: {string.Join(' ', distances)}");
    }
}
