using System.Text;
using System.Text.RegularExpressions;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Verdicts.Policies;

/// <summary>The example of docs/policy.md does what the page says of it.</summary>
public sealed partial class DocumentedPolicyTests
{
    private static readonly PolicyScope Acme = new() { Tenant = "acme", App = "default", Event = "VIDEOSTREAM", Room = "open-air", Level = 3 };
    private static readonly PolicySet Policies = Read();

    [Theory]
    [InlineData(0.92, RiskLevel.Pass, "normal")]
    [InlineData(0.95, RiskLevel.Review, "porn")]
    public void Sexy_pictures_are_reviewed_from_the_probability_that_is_written(double probability, RiskLevel level, string label) =>
        Has(Acme, new("nudity", "sexy", probability), "EROTIC", level, label);

    [Theory]
    [InlineData(0.69, RiskLevel.Review)]
    [InlineData(0.7, RiskLevel.Reject)]
    public void Porn_is_rejected_from_the_probability_that_is_written_whatever_the_detector_doubts(double probability, RiskLevel level) =>
        Has(Acme, new("nudity", "porn", probability) { IsDoubtful = true }, "EROTIC", level, "porn");

    [Fact]
    public void Prices_mean_nothing() => Has(Acme, new("matching", FindingKinds.Price, 1), "ADVERT", RiskLevel.Pass, "normal");

    [Fact]
    public void A_rule_of_ones_own_has_a_label_of_ones_own()
    {
        var verdict = Has(Acme, new("codes", "qrcode", 1) { Content = "weixin://dl/chat" }, "QRCODE", RiskLevel.Reject, "qrcode");
        Assert.Equal(("QR code:Contact:Contact", "二维码:联系方式:联系方式"), (
            RiskDescription.Of(verdict, MessageLanguage.English), RiskDescription.Of(verdict, MessageLanguage.Chinese)));
        Has(Acme, new("codes", "qrcode", 1) { Content = "https://shop.example/1" }, "QRCODE", RiskLevel.Review, "qrcode");
    }

    [Fact]
    public void Contacts_are_rejected_for_new_users_but_not_in_the_shop()
    {
        Finding phone = new("matching", FindingKinds.Phone, 1);
        Has(Acme, phone, "ADVERT", RiskLevel.Review, "ad");
        Has(Acme with { Level = 0 }, phone, "ADVERT", RiskLevel.Reject, "ad");
        Has(Acme with { Level = 0, App = "shop" }, phone, "ADVERT", RiskLevel.Pass, "normal");
        Has(Acme with { Level = 0, App = "shop", Tenant = "other" }, phone, "ADVERT", RiskLevel.Reject, "ad");
    }

    [Fact]
    public void Persons_are_told_from_the_probability_that_is_written()
    {
        Assert.Empty(Policies.For(Acme).Judge([new("objects", FindingKinds.Person, 0.45)], [], ["PERSON"]).Business);
        Assert.Single(Policies.For(Acme).Judge([new("objects", FindingKinds.Person, 0.5)], [], ["PERSON"]).Business);
    }

    private static Verdict Has(PolicyScope scope, Finding finding, string type, RiskLevel level, string label)
    {
        var verdict = Policies.For(scope).Judge([finding], [type]);
        Assert.Equal((level, label), (verdict.Level, verdict.Label.Label1));
        return verdict;
    }

    private static PolicySet Read()
    {
        var page = File.ReadAllText(Path.Combine(DocumentationTests.Root, "docs", "policy.md"));
        var reading = new PolicyReader(ConfiguredRules.None).Read(Encoding.UTF8.GetBytes(Assert.Single(Example().Matches(page)).Groups[1].Value), "v", "p");
        Assert.Empty(reading.Errors);
        return reading.Set!;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
