using Sluice.Server.Verdicts;

namespace Sluice.Server.Lists;

/// <summary>What hits of a list are called.</summary>
internal static class ListLabels
{
    /// <summary>Where the list does not say: riskLabel1 to riskLabel3 by kind.</summary>
    public static IReadOnlyList<string> DefaultsOf(ListKind kind) => kind == ListKind.Hosts ? ["ad", "link", "blocked"] : ["ban", "list", "list"];

    /// <param name="kind">The list's.</param>
    /// <param name="words">Three; null: those of its kind. Those that the table does not know are their own names.</param>
    public static Label Of(ListKind kind, IReadOnlyList<string>? words)
    {
        words ??= DefaultsOf(kind);
        return LabelTable.Find(words[0], words[1], words[2])
            ?? new Label(words[0], words[1], words[2], Name(words[0]), Name(words[1]), Name(words[2]));
    }

    private static LabelName Name(string word) => new(word, word);
}
