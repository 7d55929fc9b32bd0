using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Lists;

namespace Sluice.Server.Matching;

/// <summary>
/// Contact details, prices, addresses, words of the lists that are built in and of the tenant's own; without what stands within a word of
/// one of its white lists, and without addresses at hosts that it allows.
/// </summary>
internal sealed class TextMatcher(ITenantLists lists) : ITextMatcher
{
    /// <summary>Findings of a text. One of 100 KB could have more, and nobody would read them all.</summary>
    public const int MostFindings = 256;

    public IReadOnlyList<Finding> Match(string tenant, string language, string text)
    {
        var normalized = NormalizedText.Of(text);
        var own = lists.Of(tenant);
        var findings = new List<Finding>();
        findings.AddRange(TextPatterns.Find(normalized, text));
        findings.AddRange(BuiltInWords.Default.Find(normalized, new CodePoints(text)));
        var white = new SpanCover(own.Words.Find(normalized, findings));
        IEnumerable<Finding> left = findings
            .Where(finding => finding.Span is not { } span || !white.Covers(span))
            .Select(finding => finding.Kind is FindingKinds.Link or FindingKinds.Messenger ? own.Hosts.Judge(finding) : finding)
            .OfType<Finding>();
        if (findings.Count > MostFindings)
        {
            left = left.OrderByDescending(LevelOf).Take(MostFindings);
        }

        return [.. left.OrderBy(finding => finding.Span?.From)];
    }

    private static RiskLevel LevelOf(Finding finding) => finding.Lists.Count == 0 ? RiskLevel.Pass : finding.Lists.Max(hit => hit.List.Level);
}
