using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;

namespace Sluice.Server.Verdicts;

/// <summary>What a frame means: what was seen in it and what its text says, by a tenant's lists and a policy.</summary>
internal sealed class FrameMeaning(ITextMatcher matcher, ITenantLists lists)
{
    /// <summary>Begins to read a tenant's lists.</summary>
    public void Prepare(string tenant) => _ = lists.Of(tenant);

    /// <summary>Completes when <see cref="Judge"/> goes by the tenant's lists: at once in all but its first frames.</summary>
    public Task ReadyAsync(string tenant, CancellationToken cancellationToken) => lists.ReadyAsync(tenant, cancellationToken);

    /// <param name="policy">What findings mean.</param>
    /// <param name="tenant">Whose lists.</param>
    /// <param name="wants">What was asked of the frame.</param>
    /// <param name="frame">What was seen in it.</param>
    public Verdict Judge(Policy policy, string tenant, FrameWants wants, JudgedFrame frame)
    {
        var own = lists.Of(tenant);
        var text = TextOf(frame.Findings);
        if (frame.Look is { } look && own.Pictures.IsHarmless(look))
        {
            // Whatever is on a picture that is known to be harmless, its text too, is no risk.
            return policy.Judge(frame.Findings, [], wants.BusinessTypes) with { Text = text };
        }

        var findings = own.Judge(frame);
        if (text is not null)
        {
            findings = [.. findings, .. matcher.Match(tenant, wants.Language, text)];
        }

        return policy.Judge(findings, wants.RiskTypes, wants.BusinessTypes) with { Text = text };
    }

    /// <summary>The lines on screen in reading order; null when there is none.</summary>
    private static string? TextOf(IReadOnlyList<Finding> findings)
    {
        var text = string.Join('\n', findings.Where(finding => finding.Kind == FindingKinds.Text).Select(finding => finding.Content));
        return text.Length == 0 ? null : text;
    }
}
