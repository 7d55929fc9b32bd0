using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

public class PolicyTests
{
    private static readonly Finding Code = new("codes", "qrcode", 1.0)
    {
        Content = "https://t.example/join",
        Location = new PixelBox(40, 40, 205, 205),
    };

    [Fact]
    public void Nothing_found_is_a_pass()
    {
        var verdict = Policy.BuiltIn.Judge([], ["QRCODE", "POLITY"]);

        Assert.Equal(RiskLevel.Pass, verdict.Level);
        Assert.Equal(LabelTable.Normal, verdict.Label);
        Assert.Equal(RiskSource.None, verdict.Source);
        Assert.Null(verdict.Top);
        Assert.Empty(verdict.All);
    }

    [Fact]
    public void A_code_is_to_be_reviewed_with_what_it_says_and_where_it_is()
    {
        var verdict = Policy.BuiltIn.Judge([Code], ["POLITY", "QRCODE"]);

        Assert.Equal(RiskLevel.Review, verdict.Level);
        Assert.Equal(("qrcode", "qrcode", "qrcode"), (verdict.Label.Label1, verdict.Label.Label2, verdict.Label.Label3));
        Assert.Equal(RiskSource.Image, verdict.Source);
        var judged = Assert.Single(verdict.All);
        Assert.Same(verdict.Top, judged);
        Assert.Equal((RiskLevel.Review, 1.0), (judged.Level, judged.Probability));
        Assert.Equal([Code], judged.Findings);
    }

    [Fact]
    public void Several_codes_are_one_label_with_all_of_them_the_surest_first()
    {
        var unsure = Code with { Probability = 0.4, Content = "other" };

        var judged = Assert.Single(Policy.BuiltIn.Judge([unsure, Code], ["QRCODE"]).All);

        Assert.Equal(1.0, judged.Probability);
        Assert.Equal([Code, unsure], judged.Findings);
    }

    [Theory]
    [InlineData("porn", false, "porn", "porn", RiskLevel.Reject)]
    [InlineData("porn", true, "porn", "porn", RiskLevel.Review)]
    [InlineData("hentai", false, "drawing", "hentai", RiskLevel.Reject)]
    [InlineData("hentai", true, "drawing", "hentai", RiskLevel.Review)]
    [InlineData("sexy", false, "sexy", "sexy", RiskLevel.Review)]
    public void Nudity_is_porn_rejected_when_it_is_sure_and_reviewed_when_it_is_not(
        string kind, bool isDoubtful, string label2, string label3, RiskLevel level)
    {
        var judged = Assert.Single(Policy.BuiltIn.Judge([new Finding("nudity", kind, 0.9) { IsDoubtful = isDoubtful }], ["EROTIC"]).All);

        Assert.Equal(("porn", label2, label3, level), (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, judged.Level));
    }

    [Fact]
    public void One_sure_finding_among_doubtful_ones_counts()
    {
        var sure = new Finding("nudity", "porn", 0.9);

        Assert.Equal(RiskLevel.Reject, Policy.BuiltIn.Judge([sure with { IsDoubtful = true, Probability = 0.95 }, sure], ["EROTIC"]).Level);
    }

    [Fact]
    public void A_type_that_was_not_asked_for_is_not_judged() =>
        Assert.Equal(RiskLevel.Pass, Policy.BuiltIn.Judge([Code], ["POLITY", "EROTIC"]).Level);

    [Fact]
    public void A_kind_that_no_rule_knows_means_nothing() =>
        Assert.Equal(RiskLevel.Pass, Policy.BuiltIn.Judge([Code with { Kind = "cat" }], ["QRCODE"]).Level);
}
