using System.Text.Json.Nodes;
using Sluice.Server.Detection.Own;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Verdicts;

/// <summary>What the operator's own models mean, as rules of a policy beside those that are built in.</summary>
/// <param name="Part">The rules, each by <c>own:</c>, the model's name and the rule's number.</param>
internal sealed record ConfiguredRules(PolicyPart Part)
{
    public static ConfiguredRules None { get; } = new(new PolicyPart("Sluice:Detection:Models", [], []));

    /// <param name="models">By name, and without errors.</param>
    public static ConfiguredRules Of(IReadOnlyDictionary<string, OwnModelOptions> models) =>
        Of(models.Select(model => (model.Key, model.Value.Rules)));

    private static ConfiguredRules Of(IEnumerable<(string Name, OwnRuleOptions[] Rules)> models)
    {
        var (risks, business) = (new JsonObject(), new JsonObject());
        foreach (var (model, rules) in models.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            for (var i = 0; i < rules.Length; i++)
            {
                var (rule, kind) = (rules[i], OwnMapping.KindOf(model, i));
                (rule.RiskType is null ? business : risks)[$"own:{kind}"] = Written(rule, kind);
            }
        }

        return new ConfiguredRules(None.Part with { Risks = risks, Business = business });
    }

    // The model's own thresholds say what is a finding, and which are doubtful.
    private static JsonObject Written(OwnRuleOptions rule, string kind)
    {
        var written = new JsonObject
        {
            [RuleField.Types] = new JsonArray(rule.RiskType ?? rule.BusinessType),
            [RuleField.Kind] = kind,
            [RuleField.Label] = Array(Words(rule)),
        };
        var (one, two, three) = Names(rule);
        written[RuleField.Chinese] = Array([one.Chinese, two.Chinese, three.Chinese]);
        written[RuleField.English] = Array([one.English, two.English, three.English]);
        if (rule.RiskType is not null)
        {
            written[RuleField.Review] = 0.0;
        }

        if (rule is { RiskType: not null, RejectFrom: not null })
        {
            written[RuleField.Reject] = RuleField.Sure;
        }

        return written;
    }

    private static JsonArray Array(string[] words) => [.. words.Select(word => JsonValue.Create(word))];

    private static string[] Words(OwnRuleOptions rule) => [rule.Label1!, rule.Label2 ?? rule.Label1!, rule.Label3 ?? rule.Label2 ?? rule.Label1!];

    private static (LabelName One, LabelName Two, LabelName Three) Names(OwnRuleOptions rule)
    {
        var words = Words(rule);
        var known = rule.RiskType is null ? [] : LabelTable.All.Where(label => label.Label1 == words[0]).ToArray();
        LabelName[] names =
        [
            known.FirstOrDefault()?.Name1 ?? new LabelName(words[0], words[0]),
            known.FirstOrDefault(label => label.Label2 == words[1])?.Name2 ?? new LabelName(words[1], words[1]),
            known.FirstOrDefault(label => label.Label2 == words[1] && label.Label3 == words[2])?.Name3 ?? new LabelName(words[2], words[2]),
        ];
        var (chinese, english) = (rule.Chinese?.Split(':'), rule.English?.Split(':'));
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = new LabelName(chinese?[i] ?? names[i].Chinese, english?[i] ?? names[i].English);
        }

        return (names[0], names[1], names[2]);
    }
}
