using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Pulling;

/// <summary>Finds two words in a text, of which one is REJECT and one REVIEW to whoever asked for DIRTY.</summary>
internal sealed class StubMatcher : ITextMatcher
{
    public const string Bad = "scoundrel";
    public const string Doubtful = "rascal";

    public static ConfiguredRules Rules { get; } = new(
        [
            new("DIRTY", Bad, LabelTable.Find("abuse", "abuse", "abuse")!, RiskLevel.Reject, RiskSource.Text),
            new("DIRTY", Doubtful, LabelTable.Find("abuse", "abuse", "abuse")!, RiskLevel.Review, RiskSource.Text),
        ],
        []);

    public IReadOnlyList<Finding> Match(string tenant, string language, string text) =>
    [
        .. new[] { Bad, Doubtful }.Select(word => (Word: word, At: text.IndexOf(word, StringComparison.Ordinal)))
            .Where(match => match.At >= 0)
            .Select(match => new Finding("stub", match.Word, 1) { Content = match.Word, Span = new TextSpan(match.At, match.At + match.Word.Length) }),
    ];
}
