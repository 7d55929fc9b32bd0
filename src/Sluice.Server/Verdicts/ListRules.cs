using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts;

/// <summary>What hits of a tenant's lists mean: what the list says, whatever the policy. Pure.</summary>
internal static class ListRules
{
    /// <param name="findings">What was found.</param>
    /// <param name="riskTypes">What was asked for.</param>
    /// <param name="media">Of what.</param>
    /// <returns>A label for each list that is hit.</returns>
    public static IEnumerable<JudgedLabel> Judge(IReadOnlyList<Finding> findings, IReadOnlyList<string> riskTypes, ContentType media) => findings
        .SelectMany(finding => finding.Lists.Select(hit => new ListedFinding(finding, hit)))
        .Where(listed => listed.Hit.List.IsFor(riskTypes))
        .GroupBy(listed => listed.Hit.List)
        .Select(hits => Judge([.. hits.OrderByDescending(listed => listed.Finding.Probability)], media));

    private static JudgedLabel Judge(ListedFinding[] hits, ContentType media)
    {
        var (list, surest) = (hits[0].Hit.List, hits[0].Finding);
        return new JudgedLabel(list.Label, list.Level, surest.Probability, PolicyRule.NaturalSourceOf(surest, media), [.. hits.Select(hit => hit.Finding).Distinct()])
        {
            IsListHit = true,
            Listed = hits,
        };
    }
}
