using System.Collections.Frozen;

namespace Sluice.Server.Detection.Own;

/// <summary>Turns a model's probabilities into findings, one for each rule that they reach.</summary>
internal sealed class OwnMapping(string detector, string model, IReadOnlyList<OwnRuleOptions> rules)
{
    public const double DefaultFrom = 0.5;

    /// <summary>The model's labels that mean anything.</summary>
    public IReadOnlyList<string> Labels { get; } = [.. rules.Select(rule => rule.When!).Distinct()];

    public IReadOnlySet<string> RiskTypes { get; } = rules.Select(rule => rule.RiskType).OfType<string>().ToFrozenSet();

    public IReadOnlySet<string> BusinessTypes { get; } = rules.Select(rule => rule.BusinessType).OfType<string>().ToFrozenSet();

    /// <summary>The kind of what a rule finds: two rules of one label may have other thresholds.</summary>
    public static string KindOf(string model, int rule) => $"{model}:{rule}";

    /// <param name="probabilityOf">Of a label of <see cref="Labels"/>.</param>
    public IReadOnlyList<Finding> Findings(Func<string, double> probabilityOf)
    {
        List<Finding> findings = [];
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var probability = probabilityOf(rule.When!);
            if (probability >= Lowest(rule))
            {
                // More digits say nothing.
                findings.Add(new Finding(detector, KindOf(model, i), Math.Round(probability, 4))
                {
                    Name = rule.When,
                    IsDoubtful = rule.ReviewFrom is not null && !(probability >= rule.RejectFrom),
                });
            }
        }

        return findings;
    }

    private static double Lowest(OwnRuleOptions rule) =>
        rule.RiskType is null ? rule.From ?? DefaultFrom : rule.ReviewFrom ?? rule.RejectFrom ?? 1;
}
