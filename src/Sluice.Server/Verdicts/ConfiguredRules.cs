using Sluice.Protocol;
using Sluice.Server.Detection.Own;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Verdicts;

/// <summary>What the operator's own models mean, beside the rules that are built in.</summary>
/// <param name="Risks">Of risk types.</param>
/// <param name="Business">Of business types.</param>
internal sealed record ConfiguredRules(IReadOnlyList<PolicyRule> Risks, IReadOnlyList<BusinessRule> Business)
{
    public static ConfiguredRules None { get; } = new([], []);

    /// <param name="models">By name, and without errors.</param>
    /// <param name="sounds">Those of sound; null: none.</param>
    public static ConfiguredRules Of(
        IReadOnlyDictionary<string, OwnModelOptions> models, IReadOnlyDictionary<string, OwnSoundOptions>? sounds = null)
    {
        var rules = models.SelectMany(model => Of(model.Key, model.Value.Rules, RiskSource.Image))
            .Concat((sounds ?? new Dictionary<string, OwnSoundOptions>()).SelectMany(model => Of(OwnSounds.Prefix + model.Key, model.Value.Rules, RiskSource.Audio)))
            .ToArray();
        return new ConfiguredRules(
            [.. rules.Where(each => each.Rule.RiskType is not null).Select(each => Risk(each.Kind, each.Rule, each.Source))],
            [.. rules.Where(each => each.Rule.BusinessType is not null).Select(each => Seen(each.Kind, each.Rule))]);
    }

    private static IEnumerable<(string Kind, OwnRuleOptions Rule, RiskSource Source)> Of(string model, OwnRuleOptions[] rules, RiskSource source) =>
        rules.Select((rule, i) => (OwnMapping.KindOf(model, i), rule, source));

    private static PolicyRule Risk(string kind, OwnRuleOptions rule, RiskSource source)
    {
        var (word1, word2, word3) = Words(rule);
        var (name1, name2, name3) = Names(rule);
        var level = rule.RejectFrom is null ? RiskLevel.Review : RiskLevel.Reject;
        return new PolicyRule(rule.RiskType!, kind, new Label(word1, word2, word3, name1, name2, name3), level, source)
        {
            DoubtfulLevel = RiskLevel.Review,
        };
    }

    private static BusinessRule Seen(string kind, OwnRuleOptions rule)
    {
        var (word1, word2, word3) = Words(rule);
        var (name1, name2, name3) = Names(rule);
        return new BusinessRule(rule.BusinessType!, kind, null, new BusinessName(word1, word2, word3, name1, name2, name3));
    }

    private static (string One, string Two, string Three) Words(OwnRuleOptions rule) =>
        (rule.Label1!, rule.Label2 ?? rule.Label1!, rule.Label3 ?? rule.Label2 ?? rule.Label1!);

    private static (LabelName One, LabelName Two, LabelName Three) Names(OwnRuleOptions rule)
    {
        var (word1, word2, word3) = Words(rule);
        var known = rule.RiskType is null ? [] : LabelTable.All.Where(label => label.Label1 == word1).ToArray();
        LabelName[] names =
        [
            known.FirstOrDefault()?.Name1 ?? new LabelName(word1, word1),
            known.FirstOrDefault(label => label.Label2 == word2)?.Name2 ?? new LabelName(word2, word2),
            known.FirstOrDefault(label => label.Label2 == word2 && label.Label3 == word3)?.Name3 ?? new LabelName(word3, word3),
        ];
        var (chinese, english) = (rule.Chinese?.Split(':'), rule.English?.Split(':'));
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = new LabelName(chinese?[i] ?? names[i].Chinese, english?[i] ?? names[i].English);
        }

        return (names[0], names[1], names[2]);
    }
}
