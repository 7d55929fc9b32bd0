using Sluice.Server.Verdicts.Labels;

namespace Sluice.Server.Verdicts;

/// <summary>
/// Every label that Sluice has names for; docs/labels.md is made of it. The first level of a risk is the protocol's (§7); the hosted
/// service's tables of the other two, and of business labels, are not public, so those are ours.
/// </summary>
internal static class LabelTable
{
    private static readonly LabelName Nothing = new("", "");

    /// <summary>Nothing was found: the label of PASS.</summary>
    public static Label Normal { get; } = new("normal", "", "", new LabelName("正常", "Normal"), Nothing, Nothing);

    /// <summary>Of risks: riskLabel1 to riskLabel3.</summary>
    public static IReadOnlyList<Label> All { get; } = [Normal, .. RiskLabels.All];

    /// <summary>Of what else is seen: businessLabel1 to businessLabel3.</summary>
    public static IReadOnlyList<Label> Business { get; } = [.. ObjectLabels.All, .. FaceLabels.All, .. QualityLabels.All];

    /// <summary>A risk. Null when there is none of these three words.</summary>
    public static Label? Find(string label1, string label2, string label3) => Find(All, label1, label2, label3);

    /// <summary>A label of what else is seen. Null when there is none of these three words.</summary>
    public static Label? FindBusiness(string label1, string label2, string label3) => Find(Business, label1, label2, label3);

    private static Label? Find(IReadOnlyList<Label> labels, string label1, string label2, string label3) =>
        labels.FirstOrDefault(label => label.Label1 == label1 && label.Label2 == label2 && label.Label3 == label3);
}
