using System.Text.Json.Nodes;
using Sluice.Server.Detection;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Pulling;

/// <summary>Finds two words in a text, of which one is REJECT and one REVIEW to whoever asked for DIRTY.</summary>
internal sealed class StubMatcher : ITextMatcher
{
    public const string Bad = "scoundrel";
    public const string Doubtful = "rascal";

    public static ConfiguredRules Rules { get; } = new(ConfiguredRules.None.Part with
    {
        Risks = new JsonObject { ["bad"] = Rule(Bad, "reject"), ["doubtful"] = Rule(Doubtful, "review") },
    });

    public IReadOnlyList<Finding> Match(string tenant, string language, string text) =>
    [
        .. new[] { Bad, Doubtful }.Select(word => (Word: word, At: text.IndexOf(word, StringComparison.Ordinal)))
            .Where(match => match.At >= 0)
            .Select(match => new Finding("stub", FindingKinds.Word, 1) { Name = match.Word, Content = match.Word, Span = new TextSpan(match.At, match.At + match.Word.Length) }),
    ];

    private static JsonObject Rule(string word, string level) => new()
    {
        ["types"] = new JsonArray("DIRTY"),
        ["kind"] = FindingKinds.Word,
        ["name"] = word,
        ["label"] = new JsonArray("abuse", "abuse", "abuse"),
        [level] = 0.0,
    };
}
