using System.Globalization;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

/// <summary>A frame's verdict as <c>riskDetail</c> and <c>allLabels</c> (protocol §4).</summary>
internal static class FrameRisk
{
    public static FrameRiskDetail Of(Verdict verdict)
    {
        DetectedObject[] objects =
        [
            .. verdict.All.SelectMany(label => label.Findings).Distinct()
                // What was seen in the whole picture is no object in it.
                .Where(finding => finding.Location is not null)
                .Select((finding, index) => Object(finding, index)),
        ];
        return new FrameRiskDetail { RiskSource = verdict.Source, Objects = objects.Length == 0 ? null : objects };
    }

    public static IReadOnlyList<FrameLabel> Labels(Verdict verdict, MessageLanguage language) =>
    [
        .. verdict.All.Select(judged => new FrameLabel
        {
            RiskLabel1 = judged.Label.Label1,
            RiskLabel2 = judged.Label.Label2,
            RiskLabel3 = judged.Label.Label3,
            RiskDescription = RiskDescription.Of(judged.Label, language),
            RiskLevel = judged.Level,
            Probability = judged.Probability,
            RiskDetail = new FrameRiskDetail { RiskSource = judged.Source },
        }),
    ];

    private static DetectedObject Object(Finding finding, int index) => new()
    {
        Id = index.ToString(CultureInfo.InvariantCulture),
        Name = finding.Kind,
        Location = finding.Location is { } box ? [box.X1, box.Y1, box.X2, box.Y2] : null,
        Probability = finding.Probability,
        QrContent = finding.Content,
    };
}
