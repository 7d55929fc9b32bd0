namespace Sluice.Server.Verdicts.Business;

/// <summary>What some findings are called to whoever asked for one of some business types.</summary>
/// <param name="Types">As in imgBusinessType and audioBusinessType. Who asked for none of them never hears of it.</param>
/// <param name="Match">Of which findings.</param>
/// <param name="Label">What they are called.</param>
/// <param name="From">From which probability on, 0 to 1.</param>
internal sealed record BusinessRule(IReadOnlyList<string> Types, FindingMatch Match, Label Label, double From)
{
    public bool Matches(Detection.Finding finding) => finding.Probability >= From && Match.Matches(finding);
}
