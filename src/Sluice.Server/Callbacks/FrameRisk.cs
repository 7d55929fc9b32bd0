using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

/// <summary>
/// A frame's verdict as <c>riskDetail</c> and <c>allLabels</c> (protocol §4). Faces and persons are told of whoever asked for them, by a
/// risk type or a business type; objects are those that are a risk.
/// </summary>
internal static class FrameRisk
{
    public static FrameRiskDetail Of(Verdict verdict)
    {
        var seen = new SeenThings(verdict.All.SelectMany(label => label.Findings).Concat(verdict.Business.SelectMany(label => label.Findings)));
        return new FrameRiskDetail
        {
            RiskSource = verdict.Source,
            Faces = seen.Faces,
            FaceNum = seen.FaceCount,
            Objects = new SeenThings(verdict.All.SelectMany(label => label.Findings)).Objects,
            Persons = seen.Persons,
            PersonNum = seen.PersonCount,
            OcrText = verdict.Text is { } text ? TextRisk.OnScreen(text, verdict.All) : null,
        };
    }

    public static IReadOnlyList<FrameLabel> Labels(Verdict verdict, MessageLanguage language) =>
    [
        .. verdict.All.Select(judged => new FrameLabel
        {
            RiskLabel1 = judged.Label.Label1,
            RiskLabel2 = judged.Label.Label2,
            RiskLabel3 = judged.Label.Label3,
            RiskDescription = RiskDescription.Of(judged, language),
            RiskLevel = judged.Level,
            Probability = judged.Probability,
            RiskDetail = new FrameRiskDetail { RiskSource = judged.Source },
        }),
    ];
}
