using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;

namespace Sluice.Server.Callbacks;

/// <summary>What was found in a text, read or heard, as callbacks say it (protocol §4). Positions are code points of the text as it was read.</summary>
internal static class TextRisk
{
    /// <param name="text">What was read.</param>
    /// <param name="labels">What it came to.</param>
    public static OcrText OnScreen(string text, IReadOnlyList<JudgedLabel> labels) => new()
    {
        Text = text,
        MatchedLists = Lists(labels),
        RiskSegments = Segments(text, labels),
    };

    /// <param name="source">In what the risk was found.</param>
    /// <param name="text">What was said.</param>
    /// <param name="labels">What it came to.</param>
    public static AudioRiskDetail InSpeech(RiskSource source, string text, IReadOnlyList<JudgedLabel> labels) => new()
    {
        RiskSource = source,
        MatchedLists = Lists(labels),
        RiskSegments = Segments(text, labels),
    };

    /// <summary>Lists that the text hits, each with what of it was found, in the text's order; null: none.</summary>
    public static IReadOnlyList<MatchedList>? Lists(IEnumerable<JudgedLabel> labels)
    {
        MatchedList[] lists =
        [
            .. labels.SelectMany(label => label.Listed)
                .Where(listed => listed.Finding.Span is not null)
                .OrderBy(listed => listed.Finding.Span!.Value.From)
                .GroupBy(listed => listed.Hit.List.Name)
                .Select(list => new MatchedList
                {
                    Name = list.Key,
                    Words = [.. list.Select(listed => new MatchedWord { Word = listed.Hit.Entry, Position = Position(listed.Finding) })],
                }),
        ];
        return lists.Length == 0 ? null : lists;
    }

    /// <summary>Parts of the text that are a risk without being a word of a list, in its order; null: none.</summary>
    public static IReadOnlyList<RiskSegment>? Segments(string text, IEnumerable<JudgedLabel> labels)
    {
        Finding[] findings =
        [
            .. labels.SelectMany(label => label.Findings)
                .Where(finding => finding.Span is not null && finding.Kind != FindingKinds.ListedWord)
                .DistinctBy(finding => finding.Span)
                .OrderBy(finding => finding.Span!.Value.From),
        ];
        if (findings.Length == 0)
        {
            return null;
        }

        var quotes = new CodePoints(text);
        return [.. findings.Select(finding => new RiskSegment { Segment = quotes.Slice(finding.Span!.Value), Position = Position(finding) })];
    }

    private static int[] Position(Finding finding) => [finding.Span!.Value.From, finding.Span.Value.To];
}
