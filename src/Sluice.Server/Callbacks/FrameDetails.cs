using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

/// <summary>A frame's verdict as <c>frameDetail</c> (protocol §4).</summary>
internal static class FrameDetails
{
    /// <param name="verdict">What the frame came to.</param>
    /// <param name="language">Of descriptions.</param>
    /// <param name="imageUrl">Where it can be seen.</param>
    /// <param name="auxInfo">When it was captured and judged.</param>
    public static FrameDetail Of(Verdict verdict, MessageLanguage language, string? imageUrl, FrameAuxInfo auxInfo) => new()
    {
        ImgUrl = imageUrl,
        RiskLevel = verdict.Level,
        RiskLabel1 = verdict.Label.Label1,
        RiskLabel2 = verdict.Label.Label2,
        RiskLabel3 = verdict.Label.Label3,
        RiskDescription = RiskDescription.Of(verdict, language),
        RiskDetail = FrameRisk.Of(verdict),
        AllLabels = FrameRisk.Labels(verdict, language),
        BusinessLabels = FrameBusiness.Labels(verdict, language),
        AuxInfo = auxInfo,
    };
}
