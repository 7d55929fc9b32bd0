using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>Turns what was seen into business labels. Pure.</summary>
internal static class BusinessPolicy
{
    private static readonly BusinessRule[] Rules =
    [
        .. ObjectLabels.Rules,
        .. FaceLabels.Rules,
        .. QualityLabels.Rules,
    ];

    /// <param name="findings">What the detectors saw.</param>
    /// <param name="types">What was asked for, as in imgBusinessType.</param>
    /// <param name="configured">Rules beside those that are built in; null: none.</param>
    /// <returns>Each label once, the surest first.</returns>
    public static IReadOnlyList<BusinessVerdict> Judge(
        IReadOnlyList<Finding> findings, IReadOnlyList<string> types, ConfiguredRules? configured = null) => types.Count == 0 ? [] :
    [
        .. Rules.Concat(configured?.Business ?? [])
            .Where(rule => types.Contains(rule.Type))
            .GroupBy(rule => (rule.Label.Label1, rule.Label.Label2, rule.Label.Label3))
            .Select(same => (same.First().Label, Found: Seen([.. same], findings)))
            .Where(each => each.Found.Length > 0)
            .Select(each => new BusinessVerdict(each.Label, each.Found))
            .OrderByDescending(verdict => verdict.Probability),
    ];

    private static Finding[] Seen(BusinessRule[] rules, IReadOnlyList<Finding> findings) =>
        [.. findings.Where(finding => rules.Any(rule => rule.Matches(finding))).OrderByDescending(finding => finding.Probability)];
}
