using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>Turns what was seen into business labels. Pure.</summary>
internal static class BusinessPolicy
{
    /// <param name="rules">What findings are called.</param>
    /// <param name="findings">What the detectors saw.</param>
    /// <param name="types">What was asked for, as in imgBusinessType.</param>
    /// <returns>Each label once, the surest first.</returns>
    public static IReadOnlyList<BusinessVerdict> Judge(
        IReadOnlyList<BusinessRule> rules, IReadOnlyList<Finding> findings, IReadOnlyList<string> types) => types.Count == 0 ? [] :
    [
        .. rules.Where(rule => rule.Types.Any(types.Contains))
            .GroupBy(rule => (rule.Label.Label1, rule.Label.Label2, rule.Label.Label3))
            .Select(same => (same.First().Label, Found: Seen([.. same], findings)))
            .Where(each => each.Found.Length > 0)
            .Select(each => new BusinessVerdict(each.Label, each.Found))
            .OrderByDescending(verdict => verdict.Probability),
    ];

    private static Finding[] Seen(BusinessRule[] rules, IReadOnlyList<Finding> findings) =>
        [.. findings.Where(finding => rules.Any(rule => rule.Matches(finding))).OrderByDescending(finding => finding.Probability)];
}
