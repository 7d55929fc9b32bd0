namespace Sluice.Server.Detection.Faces;

/// <summary>People of some ages.</summary>
/// <param name="Name">Of the findings.</param>
/// <param name="From">The youngest, in years.</param>
/// <param name="To">The oldest, in years.</param>
internal sealed record AgeGroup(string Name, int From, int To)
{
    public const string Child = "child";
    public const string Teen = "teen";
    public const string Young = "young";
    public const string Middle = "middle";
    public const string Senior = "senior";

    public static IReadOnlyList<AgeGroup> All { get; } =
        [new(Child, 0, 12), new(Teen, 13, 17), new(Young, 18, 34), new(Middle, 35, 59), new(Senior, 60, 99)];

    /// <summary>The most probable group, and its probability.</summary>
    /// <param name="ages">How probable each age from 0 to 99 is.</param>
    public static (AgeGroup Group, float Probability) Of(float[] ages) =>
        All.Select(group => (group, ages.AsSpan(group.From, group.To - group.From + 1).ToArray().Sum())).MaxBy(each => each.Item2);
}
