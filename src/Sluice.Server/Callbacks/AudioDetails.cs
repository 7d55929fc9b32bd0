using Sluice.Protocol;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Callbacks;

/// <summary>A segment's verdict as <c>audioDetail</c> (protocol §4).</summary>
internal static class AudioDetails
{
    /// <param name="verdict">What the segment came to.</param>
    /// <param name="language">Of descriptions.</param>
    /// <param name="heard">What can be heard in it, and where.</param>
    /// <param name="auxInfo">When it was captured and judged.</param>
    public static AudioDetail Of(Verdict verdict, MessageLanguage language, HeardSegment heard, AudioAuxInfo auxInfo) => new()
    {
        AudioUrl = heard.AudioUrl,
        VadCode = heard.HasVoice ? 1 : 0,
        RiskLevel = verdict.Level,
        RiskLabel1 = verdict.Label.Label1,
        RiskLabel2 = verdict.Label.Label2,
        RiskLabel3 = verdict.Label.Label3,
        RiskDescription = RiskDescription.Of(verdict, language),
        Content = heard.Content,
        AudioText = heard.Content,
        PreAudioUrl = heard.PreAudioUrl,
        RiskDetail = TextRisk.InSpeech(verdict.Source, heard.Text, verdict.All) with { AudioText = heard.Text },
        AllLabels =
        [
            .. verdict.All.Select(judged => new AudioLabel
            {
                RiskLabel1 = judged.Label.Label1,
                RiskLabel2 = judged.Label.Label2,
                RiskLabel3 = judged.Label.Label3,
                RiskDescription = RiskDescription.Of(judged, language),
                RiskLevel = judged.Level,
                Probability = judged.Probability,
                RiskDetail = TextRisk.InSpeech(judged.Source, heard.Text, [judged]),
            }),
        ],
        BusinessLabels = [.. verdict.Business.Select(business => Label(business, language))],
        AuxInfo = auxInfo,
    };

    private static BusinessLabel Label(BusinessVerdict business, MessageLanguage language) => new()
    {
        BusinessLabel1 = business.Label.Label1,
        BusinessLabel2 = business.Label.Label2,
        BusinessLabel3 = business.Label.Label3,
        BusinessDescription =
            $"{business.Label.Name1.In(language)}:{business.Label.Name2.In(language)}:{business.Label.Name3.In(language)}",
        Probability = business.Probability,
        ConfidenceLevel = business.Confidence,
    };
}
