using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts.Business;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Verdicts;

/// <summary>Turns what was seen, read or heard into what it means. Pure, and never changes.</summary>
/// <param name="version">Names it in results.</param>
/// <param name="risks">What is a risk.</param>
/// <param name="business">What is told beside risks.</param>
internal sealed class Policy(string version, IReadOnlyList<PolicyRule> risks, IReadOnlyList<BusinessRule> business)
{
    private readonly Verdict _pass = Verdict.Pass with { PolicyVersion = version };

    /// <summary>What everything means where nobody said otherwise.</summary>
    public static Policy BuiltIn { get; } = Of(ConfiguredRules.None);

    /// <summary><see cref="BuiltIn"/>, and what the operator's own models mean.</summary>
    public static Policy Of(ConfiguredRules configured) => PolicySet.BuiltIn(configured).For(PolicyScope.Nobody);

    public string Version => version;

    /// <param name="findings">What the detectors saw, what texts say.</param>
    /// <param name="riskTypes">What was asked for, as in imgType or audioType. Nothing else is ever judged, but what is on lists that name no types.</param>
    /// <param name="businessTypes">What was asked for beside risks, as in imgBusinessType or audioBusinessType; null: nothing.</param>
    /// <param name="media">Of what: a frame or sound.</param>
    public Verdict Judge(
        IReadOnlyList<Finding> findings,
        IReadOnlyList<string> riskTypes,
        IReadOnlyList<string>? businessTypes = null,
        ContentType media = ContentType.Frame)
    {
        if (findings.Count == 0)
        {
            return _pass;
        }

        JudgedLabel[] all =
        [
            .. risks.Where(rule => (rule.Media is null || rule.Media == media) && rule.Types.Any(riskTypes.Contains))
                .Select(rule => Apply(rule, findings, media))
                .OfType<JudgedLabel>()
                .Concat(ListRules.Judge(findings, riskTypes, media))
                .GroupBy(judged => (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3))
                .Select(same => Merge([.. same]))
                .OrderByDescending(judged => judged.Level)
                .ThenByDescending(judged => judged.IsListHit)
                .ThenByDescending(judged => judged.Probability),
        ];
        var seen = BusinessPolicy.Judge(business, findings, businessTypes ?? []);
        return all.Length + seen.Count == 0 ? _pass : _pass with { All = all, Business = seen };
    }

    /// <summary>What several rules and lists give the same label is one, at the worst of their levels.</summary>
    private static JudgedLabel Merge(JudgedLabel[] same)
    {
        if (same.Length == 1)
        {
            return same[0];
        }

        var worst = same.MaxBy(judged => (judged.Level, judged.IsListHit))!;
        Finding[] findings = [.. same.SelectMany(judged => judged.Findings).Distinct().OrderByDescending(finding => finding.Probability)];
        return worst with { Probability = findings[0].Probability, Findings = findings, Listed = [.. same.SelectMany(judged => judged.Listed)] };
    }

    private static JudgedLabel? Apply(PolicyRule rule, IReadOnlyList<Finding> findings, ContentType media)
    {
        Finding[] matching =
        [
            .. findings.Where(finding => rule.Match.Matches(finding) && rule.LevelOf(finding) > RiskLevel.Pass)
                .OrderByDescending(finding => finding.Probability),
        ];
        return matching.Length == 0
            ? null
            : new JudgedLabel(rule.Label, matching.Max(rule.LevelOf), matching[0].Probability, rule.SourceOf(matching[0], media), matching);
    }
}
