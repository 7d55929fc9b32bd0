using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

/// <summary>Verdicts that no policy gave.</summary>
internal static class Results
{
    private static readonly LabelName Name = new("", "");

    public static JudgedLabel Label(string label1, string label2 = "", RiskLevel level = RiskLevel.Review, string? content = null) => new(
        new Label(label1, label2, "", Name, Name, Name), level, 0.9, RiskSource.Image, [new Finding("test", "thing", 0.9) { Content = content }]);

    public static Verdict Of(params JudgedLabel[] labels) => new(labels);
}
