using Sluice.Server.Detection.Unchanged;

namespace Sluice.Server.Detection;

/// <summary>What is asked of a frame.</summary>
/// <param name="RiskTypes">As in imgType.</param>
/// <param name="BusinessTypes">As in imgBusinessType; empty on the frames that imgBusinessDetectStep leaves out.</param>
internal sealed record FrameWants(IReadOnlyList<string> RiskTypes, IReadOnlyList<string> BusinessTypes)
{
    public static FrameWants Nothing { get; } = new([], []);

    /// <summary>imgCompareBase: whom FACECOMPARE looks for, as it was submitted. It may hold credentials: never logged.</summary>
    public string? CompareBase { get; init; }

    /// <summary>data.lang: of text on screen, <c>zh</c>, <c>en</c> or <c>ar</c>.</summary>
    public string Language { get; init; } = "zh";

    /// <summary>What was judged of the same stream before; null: it is not remembered.</summary>
    public FrameMemory? Memory { get; init; }

    public bool Wants(string type) => RiskTypes.Contains(type) || BusinessTypes.Contains(type);
}
