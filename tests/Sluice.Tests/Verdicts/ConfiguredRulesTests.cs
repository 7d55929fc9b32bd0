using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

/// <summary>What configured models mean, beside what is built in.</summary>
public class ConfiguredRulesTests
{
    private static readonly Finding BuiltIn = new("nudity", "porn", 0.88);

    [Fact]
    public void The_same_words_from_several_detectors_are_one_label_at_the_worst_level()
    {
        var rules = Rules(new OwnRuleOptions { When = "sexual", RiskType = "EROTIC", Label1 = "porn", ReviewFrom = 0.5 });
        var own = Seen(0, 0.97);

        var judged = Assert.Single(Policy.Of(rules).Judge([BuiltIn, own], ["EROTIC"], []).All);

        Assert.Equal((RiskLevel.Reject, 0.97), (judged.Level, judged.Probability));
        Assert.Equal([own, BuiltIn], judged.Findings);
    }

    [Fact]
    public void A_finding_means_nothing_to_who_did_not_ask_and_nothing_without_its_rule()
    {
        var rules = Rules(new OwnRuleOptions { When = "gun", RiskType = "VIOLENT", Label1 = "violence", RejectFrom = 0.9 });

        Assert.Equal(RiskLevel.Pass, Policy.Of(rules).Judge([Seen(0, 0.95)], ["EROTIC"], []).Level);
        Assert.Equal(RiskLevel.Pass, Policy.BuiltIn.Judge([Seen(0, 0.95)], ["VIOLENT"]).Level);
        Assert.Equal(RiskLevel.Reject, Policy.Of(rules).Judge([Seen(0, 0.95)], ["VIOLENT"], []).Level);
    }

    [Fact]
    public void One_label_may_mean_different_things_to_different_types()
    {
        var rules = Rules(
            new() { When = "gun", RiskType = "VIOLENT", Label1 = "violence", RejectFrom = 0.9 },
            new() { When = "gun", RiskType = "ADVERT", Label1 = "ad", Label2 = "weapons", ReviewFrom = 0.5 },
            new() { When = "gun", BusinessType = "WEAPON", Label1 = "thing", Label2 = "gun" });

        var verdict = Policy.Of(rules).Judge([Seen(0, 0.95), Seen(1, 0.95), Seen(2, 0.95)], ["VIOLENT", "ADVERT"], ["WEAPON"]);

        Assert.Equal([("violence", RiskLevel.Reject), ("ad", RiskLevel.Review)], verdict.All.Select(judged => (judged.Label.Label1, judged.Level)));
        Assert.Equal("gun", Assert.Single(verdict.Business).Label.Label3);
    }

    [Fact]
    public void A_business_label_that_several_rules_give_is_told_once_with_the_surest_first()
    {
        var rules = Rules(
            new() { When = "cat", BusinessType = "MAMMAL", Label1 = "animal" },
            new() { When = "dog", BusinessType = "MAMMAL", Label1 = "animal" });

        var business = Assert.Single(Policy.Of(rules).Judge([Seen(0, 0.6), Seen(1, 0.9)], [], ["MAMMAL"]).Business);

        Assert.Equal((0.9, 2), (business.Probability, business.Findings.Count));
    }

    [Theory]
    [InlineData("violence", "weapon", "gun", "Violence:Weapon:Gun", "暴恐:武器:枪支")]
    [InlineData("violence", "weapon", "bow", "Violence:Weapon:bow", "暴恐:武器:bow")]
    [InlineData("violence", "riot", null, "Violence:riot:riot", "暴恐:riot:riot")]
    [InlineData("house", "rule", "seven", "house:rule:seven", "house:rule:seven")]
    public void Names_are_the_tables_as_far_as_it_knows_the_words(string word1, string word2, string? word3, string english, string chinese)
    {
        var rules = Rules(new OwnRuleOptions { When = "x", RiskType = "VIOLENT", Label1 = word1, Label2 = word2, Label3 = word3, ReviewFrom = 0.5 });

        var verdict = Policy.Of(rules).Judge([Seen(0, 1)], ["VIOLENT"], []);

        Assert.Equal(english, RiskDescription.Of(verdict, MessageLanguage.English));
        Assert.Equal(chinese, RiskDescription.Of(verdict, MessageLanguage.Chinese));
    }

    [Fact]
    public void Names_that_are_configured_take_the_place_of_the_tables_in_their_language()
    {
        var rules = Rules(new OwnRuleOptions { When = "x", RiskType = "VIOLENT", Label1 = "violence", English = "Harm:Harm to self:Cuts", ReviewFrom = 0.5 });

        var verdict = Policy.Of(rules).Judge([Seen(0, 1)], ["VIOLENT"], []);

        Assert.Equal("Harm:Harm to self:Cuts", RiskDescription.Of(verdict, MessageLanguage.English));
        Assert.Equal("暴恐:暴恐:暴恐", RiskDescription.Of(verdict, MessageLanguage.Chinese));
    }

    private static Finding Seen(int rule, double probability) => new("own:m", OwnMapping.KindOf("m", rule), probability);

    private static ConfiguredRules Rules(params OwnRuleOptions[] rules) =>
        ConfiguredRules.Of(new Dictionary<string, OwnModelOptions> { ["m"] = new() { Rules = rules } });
}
