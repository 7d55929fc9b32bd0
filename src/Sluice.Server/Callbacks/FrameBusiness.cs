using Sluice.Protocol;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Callbacks;

/// <summary>What a frame shows beside risks, as <c>businessLabels</c> (protocol §4).</summary>
internal static class FrameBusiness
{
    public static IReadOnlyList<BusinessLabel> Labels(Verdict verdict, MessageLanguage language) =>
        [.. verdict.Business.Select(business => Label(business, language))];

    private static BusinessLabel Label(BusinessVerdict business, MessageLanguage language)
    {
        var (label, seen) = (business.Label, new SeenThings(business.Findings));
        return new BusinessLabel
        {
            BusinessLabel1 = label.Label1,
            BusinessLabel2 = label.Label2,
            BusinessLabel3 = label.Label3,
            BusinessDescription = $"{label.Name1.In(language)}:{label.Name2.In(language)}:{label.Name3.In(language)}",
            Probability = business.Probability,
            ConfidenceLevel = business.Confidence,
            BusinessDetail = new BusinessDetail
            {
                Faces = seen.Faces,
                FaceNum = seen.FaceCount,
                Objects = seen.Objects,
                Persons = seen.Persons,
                PersonNum = seen.PersonCount,
            },
        };
    }
}
