using Sluice.Protocol;
using Sluice.Server.Detection;

namespace Sluice.Server.Callbacks;

/// <summary>What was found in what was said, as <c>riskDetail</c> of sound (protocol §4).</summary>
internal static class SpokenRisk
{
    /// <param name="source">In what the risk was found.</param>
    /// <param name="text">What was said.</param>
    /// <param name="findings">The risk; those of the text have their place in it.</param>
    public static AudioRiskDetail Of(RiskSource source, string text, IEnumerable<Finding> findings)
    {
        var located = findings.Where(finding => finding.Span is not null).Distinct().OrderBy(finding => finding.Span!.Value.From).ToArray();
        MatchedList[] lists =
        [
            .. located.Where(finding => finding.Kind == FindingKinds.ListedWord).GroupBy(finding => finding.Name ?? "").Select(list => new MatchedList
            {
                Name = list.Key,
                Words = [.. list.Select(finding => new MatchedWord { Word = finding.Content ?? Part(text, finding), Position = Position(finding) })],
            }),
        ];
        RiskSegment[] segments =
        [
            .. located.Where(finding => finding.Kind != FindingKinds.ListedWord)
                .Select(finding => new RiskSegment { Segment = Part(text, finding), Position = Position(finding) }),
        ];
        return new AudioRiskDetail
        {
            RiskSource = source,
            MatchedLists = lists.Length == 0 ? null : lists,
            RiskSegments = segments.Length == 0 ? null : segments,
        };
    }

    private static int[] Position(Finding finding) => [finding.Span!.Value.From, finding.Span.Value.To];

    private static string Part(string text, Finding finding)
    {
        var (from, to) = (finding.Span!.Value.From, finding.Span.Value.To);
        return string.Concat(text.EnumerateRunes().Skip(from).Take(to - from));
    }
}
