namespace Sluice.Server.Detection;

/// <summary>What came of a frame.</summary>
/// <param name="Findings">What the detectors saw.</param>
/// <param name="Look">What it looks like (<see cref="PictureHash"/>); null when nothing was seen in it.</param>
internal readonly record struct JudgedFrame(IReadOnlyList<Finding> Findings, ulong? Look)
{
    public static JudgedFrame Empty { get; } = new([], null);
}
