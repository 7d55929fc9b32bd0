using Sluice.Protocol;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Lists;

/// <summary>What it means to be on a black list.</summary>
/// <param name="Name">The list's.</param>
/// <param name="Label">What a hit is called.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Types">Who hears of it: those who asked for one of these; empty: everyone.</param>
internal sealed record ListMeaning(string Name, Label Label, RiskLevel Level, IReadOnlyList<string> Types)
{
    public static ListMeaning Of(ListRow list) => new(
        list.Name, ListLabels.Of(list.Settings.Kind, list.Settings.Labels), list.Settings.Level, list.Settings.Types);

    public bool IsFor(IReadOnlyList<string> asked) => Types.Count == 0 || Types.Any(asked.Contains);
}
