using Sluice.Protocol;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Verdicts;

/// <summary>What a frame or sound came to.</summary>
/// <param name="All">Every label it was given: the worst first, among equals the most probable.</param>
internal sealed record Verdict(IReadOnlyList<JudgedLabel> All)
{
    /// <summary>What it shows beside risks.</summary>
    public IReadOnlyList<BusinessVerdict> Business { get; init; } = [];

    /// <summary>What was read in it or heard; null: nothing.</summary>
    public string? Text { get; init; }

    /// <summary>The policy that said so; null: it was not judged.</summary>
    public string? PolicyVersion { get; init; }

    public static Verdict Pass { get; } = new([]);

    /// <summary>The label that stands for the whole; null on PASS.</summary>
    public JudgedLabel? Top => All.Count == 0 ? null : All[0];

    public RiskLevel Level => Top?.Level ?? RiskLevel.Pass;

    /// <summary>The three words that are called back: <see cref="LabelTable.Normal"/> on PASS.</summary>
    public Label Label => Top?.Label ?? LabelTable.Normal;

    public RiskSource Source => Top?.Source ?? RiskSource.None;
}
