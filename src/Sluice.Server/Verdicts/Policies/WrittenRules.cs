using System.Text.Json.Nodes;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>Rules as they are written, in order, each by its name. Never changes.</summary>
internal sealed class WrittenRules
{
    private readonly OrderedDictionary<string, WrittenRule> _rules;

    private WrittenRules(OrderedDictionary<string, WrittenRule> rules) => _rules = rules;

    public static WrittenRules Empty { get; } = new([]);

    /// <summary>Those that mean something.</summary>
    public IEnumerable<WrittenRule> InForce => _rules.Values.Where(rule => !rule.IsOff);

    /// <summary>All, those that were taken away too.</summary>
    public IEnumerable<WrittenRule> All => _rules.Values;

    public WrittenRule? Find(string name) => _rules.GetValueOrDefault(name);

    /// <param name="changes">By name.</param>
    /// <param name="origin">Where they are written.</param>
    public WrittenRules With(JsonObject changes, string origin)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var rules = new OrderedDictionary<string, WrittenRule>(_rules);
        foreach (var (name, change) in changes)
        {
            var before = rules.GetValueOrDefault(name) ?? new WrittenRule(name, [], origin);
            rules[name] = before.With(change?.AsObject(), origin);
        }

        return new WrittenRules(rules);
    }
}
