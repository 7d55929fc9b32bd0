using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>Turns what was seen into business labels. Pure.</summary>
internal static class BusinessPolicy
{
    private static readonly BusinessRule[] Rules =
    [
        .. ObjectLabels.Rules,
        .. FaceLabels.Rules,
    ];

    /// <param name="findings">What the detectors saw.</param>
    /// <param name="types">What was asked for, as in imgBusinessType.</param>
    /// <returns>Each label once, the surest first.</returns>
    public static IReadOnlyList<BusinessVerdict> Judge(IReadOnlyList<Finding> findings, IReadOnlyList<string> types) => types.Count == 0 ? [] :
    [
        .. Rules.Where(rule => types.Contains(rule.Type))
            .Select(rule => (rule.Label, Found: (Finding[])[.. findings.Where(rule.Matches).OrderByDescending(finding => finding.Probability)]))
            .Where(each => each.Found.Length > 0)
            .Select(each => new BusinessVerdict(each.Label, each.Found))
            .OrderByDescending(verdict => verdict.Probability),
    ];
}
