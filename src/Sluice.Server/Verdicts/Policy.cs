using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Verdicts.Business;

namespace Sluice.Server.Verdicts;

/// <summary>Turns what was seen into what it means. Pure.</summary>
internal static class Policy
{
    private static readonly PolicyRule[] Rules =
    [
        new("QRCODE", CodeDetector.QrCodeKind, LabelTable.QrCode, RiskLevel.Review, RiskSource.Image),
        new("QRCODE", CodeDetector.BarCodeKind, LabelTable.BarCode, RiskLevel.Review, RiskSource.Image),
        new("QRCODE", CodeDetector.BlockedKind, LabelTable.BlockedCode, RiskLevel.Reject, RiskSource.Image),
        new("ADVERT", CodeDetector.QrCodeKind, LabelTable.Link, RiskLevel.Review, RiskSource.Image) { When = CodeMeaning.IsLink },
        new("ADVERT", CodeDetector.QrCodeKind, LabelTable.Contact, RiskLevel.Review, RiskSource.Image) { When = CodeMeaning.IsContact },
        new("ADVERT", CodeDetector.BlockedKind, LabelTable.BlockedLink, RiskLevel.Reject, RiskSource.Image),
        new("EROTIC", NudityDetector.PornKind, LabelTable.Porn, RiskLevel.Reject, RiskSource.Image) { DoubtfulLevel = RiskLevel.Review },
        new("EROTIC", NudityDetector.HentaiKind, LabelTable.Hentai, RiskLevel.Reject, RiskSource.Image) { DoubtfulLevel = RiskLevel.Review },
        new("EROTIC", NudityDetector.SexyKind, LabelTable.Sexy, RiskLevel.Review, RiskSource.Image),
        new("VIOLENT", FindingKinds.Object, LabelTable.Knife, RiskLevel.Review, RiskSource.Image) { Name = "knife" },
        new("VIOLENT", FindingKinds.Object, LabelTable.Scissors, RiskLevel.Review, RiskSource.Image) { Name = "scissors" },
        new("POLITY", FindingKinds.KnownFace, LabelTable.Figure, RiskLevel.Review, RiskSource.Image),
    ];

    /// <param name="findings">What the detectors saw.</param>
    /// <param name="riskTypes">What was asked for, as in imgType. Nothing else is ever judged.</param>
    /// <param name="businessTypes">What was asked for beside risks, as in imgBusinessType; null: nothing.</param>
    /// <param name="configured">Rules beside those that are built in; null: none.</param>
    public static Verdict Judge(
        IReadOnlyList<Finding> findings,
        IReadOnlyList<string> riskTypes,
        IReadOnlyList<string>? businessTypes = null,
        ConfiguredRules? configured = null)
    {
        if (findings.Count == 0)
        {
            return Verdict.Pass;
        }

        JudgedLabel[] all =
        [
            .. Rules.Concat(configured?.Risks ?? [])
                .Where(rule => riskTypes.Contains(rule.RiskType))
                .Select(rule => Apply(rule, findings))
                .OfType<JudgedLabel>()
                .GroupBy(judged => (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3))
                .Select(same => Merge([.. same]))
                .OrderByDescending(judged => judged.Level)
                .ThenByDescending(judged => judged.Probability),
        ];
        var business = BusinessPolicy.Judge(findings, businessTypes ?? [], configured);
        return all.Length + business.Count == 0 ? Verdict.Pass : new Verdict(all) { Business = business };
    }

    /// <summary>What several rules give the same label is one, at the worst of their levels.</summary>
    private static JudgedLabel Merge(JudgedLabel[] same)
    {
        if (same.Length == 1)
        {
            return same[0];
        }

        var worst = same.MaxBy(judged => judged.Level)!;
        Finding[] findings = [.. same.SelectMany(judged => judged.Findings).Distinct().OrderByDescending(finding => finding.Probability)];
        return worst with { Probability = findings[0].Probability, Findings = findings };
    }

    private static JudgedLabel? Apply(PolicyRule rule, IReadOnlyList<Finding> findings)
    {
        Finding[] matching =
        [
            .. findings.Where(rule.Matches).OrderByDescending(finding => finding.Probability),
        ];
        if (matching.Length == 0)
        {
            return null;
        }

        var level = matching.All(finding => finding.IsDoubtful) ? rule.DoubtfulLevel : rule.Level;
        return new JudgedLabel(rule.Label, level, matching[0].Probability, rule.Source, matching);
    }
}
