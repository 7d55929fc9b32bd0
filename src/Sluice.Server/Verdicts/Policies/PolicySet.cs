using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>All policies of one version: a base, and what is other for some. Pure, and never changes.</summary>
internal sealed class PolicySet
{
    /// <summary>The version where nobody wrote a policy.</summary>
    public const string BuiltInVersion = "builtin";

    // What a stream's policy is made of is mostly what another's is. Beyond so many each has its own.
    private const int MostKept = 1024;

    private readonly ConcurrentDictionary<string, Policy> _made = [];

    /// <param name="version">Names it.</param>
    /// <param name="written">For whom no override is.</param>
    /// <param name="overrides">The first to be made first.</param>
    public PolicySet(string version, WrittenPolicy written, IReadOnlyList<PolicyOverride> overrides) =>
        (Version, Base, Overrides) = (version, written, overrides);

    public string Version { get; }

    public WrittenPolicy Base { get; }

    public IReadOnlyList<PolicyOverride> Overrides { get; }

    public static PolicySet BuiltIn(ConfiguredRules configured) =>
        new(BuiltInVersion, BuiltInPolicy.Written.With(configured.Part), []);

    /// <summary>The overrides that are made for somebody, in their order: of two that change the same the later one counts.</summary>
    public IEnumerable<PolicyOverride> OverridesFor(PolicyScope scope) => Overrides.Where(each => each.When.Holds(scope));

    /// <summary>What is written for somebody.</summary>
    public WrittenPolicy WrittenFor(PolicyScope scope) => OverridesFor(scope).Aggregate(Base, (written, each) => written.With(each.Part));

    /// <summary>What holds for somebody. The same overrides are the same policy.</summary>
    public Policy For(PolicyScope scope)
    {
        var key = new StringBuilder();
        for (var i = 0; i < Overrides.Count; i++)
        {
            if (Overrides[i].When.Holds(scope))
            {
                key.Append(CultureInfo.InvariantCulture, $"{i} ");
            }
        }

        if (_made.TryGetValue(key.ToString(), out var made))
        {
            return made;
        }

        var policy = Make(WrittenFor(scope));
        return _made.Count < MostKept ? _made.GetOrAdd(key.ToString(), policy) : policy;
    }

    private Policy Make(WrittenPolicy written) =>
        new(Version, [.. written.Risks.InForce.Select(RuleCompiler.Risk)], [.. written.Business.InForce.Select(RuleCompiler.Business)]);
}
