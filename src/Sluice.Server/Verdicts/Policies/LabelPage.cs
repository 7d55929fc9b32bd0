using System.Text;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>The page docs/labels.md.</summary>
internal static class LabelPage
{
    private const string Nothing = "–";

    public static string Text { get; } = Write();

    private static string Write()
    {
        var built = BuiltInPolicy.Written;
        var text = new StringBuilder(
            """
            # Labels

            Every label that Sluice has names for, in `riskDescription` and `businessDescription` and for a [policy](policy.md) to use without
            naming it anew. The last column says for which types the policy that is built in gives it; the others are there for policies,
            lists and models of your own. This page is printed by `sluice policy labels`.

            ## Risks

            | riskLabel1 | riskLabel2 | riskLabel3 | English | 中文 | given for |
            |---|---|---|---|---|---|

            """);
        Append(text, LabelTable.All, [.. built.Risks.InForce.Select(RuleCompiler.Risk).Select(rule => (rule.Label, rule.Types))]);
        text.Append(
            """

            ## Business labels

            | businessLabel1 | businessLabel2 | businessLabel3 | English | 中文 | given for |
            |---|---|---|---|---|---|

            """);
        Append(text, LabelTable.Business, [.. built.Business.InForce.Select(RuleCompiler.Business).Select(rule => (rule.Label, rule.Types))]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<Label> labels, IReadOnlyList<(Label Label, IReadOnlyList<string> Types)> given)
    {
        foreach (var label in labels)
        {
            var types = given.Where(each => each.Label == label).SelectMany(each => each.Types).Distinct().ToArray();
            string[] cells =
            [
                label.Label1,
                label.Label2,
                label.Label3,
                Names(label.Name1.English, label.Name2.English, label.Name3.English),
                Names(label.Name1.Chinese, label.Name2.Chinese, label.Name3.Chinese),
                label == LabelTable.Normal ? "PASS" : string.Join(", ", types),
            ];
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Length == 0 ? Nothing : cell)).Append(" |\n");
        }
    }

    /// <summary>One that repeats the one before it is said once.</summary>
    private static string Names(params string[] names) => string.Join(" / ", names.Where((name, i) => name.Length > 0 && (i == 0 || name != names[i - 1])));
}
