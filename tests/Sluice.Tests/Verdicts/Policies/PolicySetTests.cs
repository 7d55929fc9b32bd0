using System.Text;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Tests.Verdicts.Policies;

/// <summary>What holds for whom, and from which probability on.</summary>
public class PolicySetTests
{
    private static readonly PolicyScope Someone = new() { Tenant = "acme", App = "live", Event = "VIDEOSTREAM", Room = "r1", Level = 2 };

    [Fact]
    public void A_file_without_a_base_changes_what_is_built_in()
    {
        var policy = Read("""{ "rules": { "qrcode": { "reject": 0.9 } } }""").For(Someone);

        Assert.Equal(RiskLevel.Reject, Level(policy, new("codes", "qrcode", 0.95), "QRCODE"));
        Assert.Equal(RiskLevel.Review, Level(policy, new("codes", "qrcode", 0.85), "QRCODE"));
        Assert.Equal(RiskLevel.Review, Level(policy, new("codes", "barcode", 0.95), "QRCODE"));
    }

    [Fact]
    public void An_empty_base_has_only_what_is_written()
    {
        var policy = Read(
            """{ "base": "empty", "rules": { "q": { "types": ["QRCODE"], "kind": "qrcode", "label": ["qrcode", "qrcode", "qrcode"], "review": 0 } } }""").For(Someone);

        Assert.Equal(RiskLevel.Review, Level(policy, new("codes", "qrcode", 1), "QRCODE"));
        Assert.Equal(RiskLevel.Pass, Level(policy, new("codes", "barcode", 1), "QRCODE"));
    }

    [Theory]
    [InlineData(0.79, RiskLevel.Pass)]
    [InlineData(0.8, RiskLevel.Review)]
    [InlineData(0.94, RiskLevel.Review)]
    [InlineData(0.95, RiskLevel.Reject)]
    public void A_threshold_is_reached_by_the_probability_itself_and_below_the_lowest_there_is_no_label(double probability, RiskLevel level)
    {
        var policy = Read("""{ "rules": { "erotic-porn": { "review": 0.8, "reject": 0.95 } } }""").For(Someone);

        // The detector's own doubt means nothing where the policy has a number.
        Assert.Equal(level, Level(policy, new("nudity", "porn", probability) { IsDoubtful = true }, "EROTIC"));
        Assert.Equal(level, Level(policy, new("nudity", "porn", probability), "EROTIC"));
    }

    [Theory]
    [InlineData("sure", false, RiskLevel.Reject)]
    [InlineData("sure", true, RiskLevel.Review)]
    public void Sure_is_what_the_detector_does_not_doubt(string reject, bool isDoubtful, RiskLevel level) => Assert.Equal(
        level,
        Level(
            Read($$"""{ "rules": { "erotic-sexy": { "reject": "{{reject}}" } } }""").For(Someone),
            new("nudity", "sexy", 0.9) { IsDoubtful = isDoubtful },
            "EROTIC"));

    [Fact]
    public void Null_takes_a_threshold_away_and_null_for_a_rule_the_rule()
    {
        Finding porn = new("nudity", "porn", 1);
        Assert.Equal(RiskLevel.Review, Level(Read("""{ "rules": { "erotic-porn": { "reject": null } } }""").For(Someone), porn, "EROTIC"));
        Assert.Equal(RiskLevel.Pass, Level(Read("""{ "rules": { "erotic-porn": null } }""").For(Someone), porn, "EROTIC"));
    }

    [Theory]
    [InlineData(""" "tenant": "acme" """, true)]
    [InlineData(""" "tenant": "other" """, false)]
    [InlineData(""" "tenant": "Acme" """, false)]
    [InlineData(""" "tenant": ["other", "acme"] """, true)]
    [InlineData(""" "app": "live" """, true)]
    [InlineData(""" "app": "vod" """, false)]
    [InlineData(""" "event": "VIDEOSTREAM" """, true)]
    [InlineData(""" "event": "x" """, false)]
    [InlineData(""" "room": ["r0", "r1"] """, true)]
    [InlineData(""" "room": "r2" """, false)]
    [InlineData(""" "level": 2 """, true)]
    [InlineData(""" "level": [0, 1] """, false)]
    [InlineData(""" "level": [1, 2] """, true)]
    [InlineData(""" "tenant": "acme", "room": "r1", "level": 2 """, true)]
    [InlineData(""" "tenant": "acme", "room": "r2", "level": 2 """, false)]
    public void An_override_is_made_where_all_that_is_given_is_so(string when, bool isMade)
    {
        var policies = Read($$"""{ "overrides": [ { "when": { {{when}} }, "rules": { "qrcode": null } } ] }""");

        Assert.Equal(isMade ? RiskLevel.Pass : RiskLevel.Review, Level(policies.For(Someone), new("codes", "qrcode", 1), "QRCODE"));
        Assert.Equal(RiskLevel.Review, Level(policies.For(PolicyScope.Nobody), new("codes", "qrcode", 1), "QRCODE"));
    }

    [Fact]
    public void Of_two_overrides_the_later_one_counts_field_by_field()
    {
        var policies = Read(
            """
            {
              "rules": { "erotic-sexy": { "review": 0.5 } },
              "overrides": [
                { "when": { "room": "r1" }, "rules": { "erotic-sexy": { "review": 0.6, "reject": 0.9 } } },
                { "when": { "tenant": "acme" }, "rules": { "erotic-sexy": { "review": 0.8 } } }
              ]
            }
            """);

        // The room is the narrower one, and comes first: the file's order decides, and nothing else.
        var (both, tenant, nobody) = (policies.For(Someone), policies.For(Someone with { Room = null }), policies.For(PolicyScope.Nobody));
        Assert.Equal(
            [RiskLevel.Pass, RiskLevel.Review, RiskLevel.Reject],
            new[] { 0.7, 0.8, 0.9 }.Select(probability => Level(both, new("nudity", "sexy", probability), "EROTIC")));
        Assert.Equal(
            [RiskLevel.Pass, RiskLevel.Review],
            new[] { 0.79, 0.95 }.Select(probability => Level(tenant, new("nudity", "sexy", probability), "EROTIC")));
        Assert.Equal(RiskLevel.Review, Level(nobody, new("nudity", "sexy", 0.5), "EROTIC"));
    }

    [Fact]
    public void A_rule_that_an_override_took_away_is_there_again_where_a_later_one_changes_it()
    {
        var policies = Read(
            """
            { "overrides": [
              { "when": { "tenant": "acme" }, "rules": { "qrcode": null } },
              { "when": { "level": 2 }, "rules": { "qrcode": { "reject": 0.5 } } } ] }
            """);

        Assert.Equal(RiskLevel.Reject, Level(policies.For(Someone), new("codes", "qrcode", 1), "QRCODE"));
        Assert.Equal(RiskLevel.Pass, Level(policies.For(Someone with { Level = 1 }), new("codes", "qrcode", 1), "QRCODE"));
    }

    [Fact]
    public void A_label_that_is_given_anew_does_not_keep_the_names_of_the_one_before()
    {
        var policies = Read(
            """
            { "rules": { "qrcode": { "label": ["qrcode", "poster", "poster"], "zh": ["码", "海报", "海报"], "en": ["Code", "Poster", "Poster"] } },
              "overrides": [ { "when": { "tenant": "acme" }, "rules": { "qrcode": { "label": ["ad", "ad", "ad"] } } } ] }
            """);
        Finding code = new("codes", "qrcode", 1);

        Assert.Equal("Code:Poster:Poster", RiskDescription.Of(policies.For(PolicyScope.Nobody).Judge([code], ["QRCODE"]), MessageLanguage.English));
        Assert.Equal("广告:广告:广告", RiskDescription.Of(policies.For(Someone).Judge([code], ["QRCODE"]), MessageLanguage.Chinese));
    }

    [Fact]
    public void A_rule_may_go_by_name_and_by_detector()
    {
        var policy = Read(
            """
            { "base": "empty", "rules": {
              "gun": { "types": ["VIOLENT"], "detector": "own:weapons", "name": "gun", "label": ["violence", "weapon", "gun"], "reject": 0.7 } } }
            """).For(Someone);

        Assert.Equal(RiskLevel.Reject, Level(policy, new("own:weapons", "weapons:0", 0.7) { Name = "gun" }, "VIOLENT"));
        Assert.Equal(RiskLevel.Pass, Level(policy, new("own:weapons", "weapons:0", 0.7) { Name = "knife" }, "VIOLENT"));
        Assert.Equal(RiskLevel.Pass, Level(policy, new("own:others", "others:0", 0.7) { Name = "gun" }, "VIOLENT"));
    }

    [Fact]
    public void What_own_models_mean_is_there_whatever_the_base_and_can_be_changed()
    {
        var own = ConfiguredRules.Of(new Dictionary<string, OwnModelOptions>
        {
            ["weapons"] = new() { Rules = [new() { When = "gun", RiskType = "VIOLENT", Label1 = "violence", Label2 = "weapon", Label3 = "gun", ReviewFrom = 0.5 }] },
        });
        Finding gun = new("own:weapons", "weapons:0", 0.9) { Name = "gun", IsDoubtful = true };

        Assert.Equal(RiskLevel.Review, Level(Read("""{ "base": "empty" }""", own).For(Someone), gun, "VIOLENT"));
        var stricter = Read("""{ "overrides": [ { "when": { "level": 2 }, "rules": { "own:weapons:0": { "reject": 0.8 } } } ] }""", own);
        Assert.Equal(RiskLevel.Reject, Level(stricter.For(Someone), gun, "VIOLENT"));
        Assert.Equal(RiskLevel.Review, Level(stricter.For(PolicyScope.Nobody), gun, "VIOLENT"));
    }

    [Fact]
    public void A_business_label_is_told_from_its_probability_on()
    {
        var policy = Read("""{ "business": { "person": { "from": 0.6 }, "vehicle-car": null } }""").For(Someone);
        Finding car = new("objects", FindingKinds.Object, 0.9) { Name = "car" };

        Assert.Empty(policy.Judge([new("objects", FindingKinds.Person, 0.59), car], [], ["PERSON", "VEHICLE"]).Business);
        Assert.Equal("person", Assert.Single(policy.Judge([new("objects", FindingKinds.Person, 0.6), car], [], ["PERSON", "VEHICLE"]).Business).Label.Label1);
    }

    [Theory]
    [InlineData("contact.phone", null, "ADVERT", "ad", "phone")]
    [InlineData("contact.phone", null, "IMGTEXTRISK", "ad", "phone")]
    [InlineData("contact.mail", null, "ADVERT", "ad", "mail")]
    [InlineData("contact.messenger", "wechat", "ADVERT", "ad", "wechat")]
    [InlineData("contact.messenger", "qq", "ADVERT", "ad", "qq")]
    [InlineData("contact.messenger", "telegram", "ADVERT", "ad", "telegram")]
    [InlineData("contact.messenger", "whatsapp", "ADVERT", "ad", "whatsapp")]
    [InlineData("link", null, "ADVERT", "ad", "link")]
    [InlineData("price", null, "ADVERT", "ad", "price")]
    [InlineData("word", "abuse", "DIRTY", "abuse", "text")]
    [InlineData("word", "porn", "EROTIC", "porn", "text")]
    public void What_texts_say_has_a_rule_and_is_said_to_be_found_in_text(string kind, string? name, string type, string label1, string label3)
    {
        Finding finding = new("matching", kind, 1) { Name = name, IsDoubtful = true };

        foreach (var media in new[] { ContentType.Frame, ContentType.Audio })
        {
            var judged = Assert.Single(Policy.BuiltIn.Judge([finding], [type], [], media).All);
            Assert.Equal((label1, label3, RiskLevel.Review, RiskSource.Text), (judged.Label.Label1, judged.Label.Label3, judged.Level, judged.Source));
        }
    }

    [Theory]
    [InlineData(null, ContentType.Frame, RiskSource.Image)]
    [InlineData(null, ContentType.Audio, RiskSource.Audio)]
    [InlineData("text", ContentType.Audio, RiskSource.Text)]
    public void What_is_no_text_is_found_in_the_picture_or_the_sound_unless_the_rule_says_otherwise(string? source, ContentType media, RiskSource expected)
    {
        var policy = Read(
            $$"""
            { "rules": { "moan": { "types": ["MOAN"], "detector": "own:sounds", "label": ["moan", "moan", "moan"], "reject": 0.5
              {{(source is null ? "" : $", \"source\": \"{source}\"")}} } } }
            """).For(Someone);

        Assert.Equal(expected, policy.Judge([new("own:sounds", "sounds:0", 0.9)], ["MOAN"], [], media).Source);
    }

    [Fact]
    public void A_rule_may_be_for_frames_or_for_sound_alone()
    {
        var policy = Read("""{ "rules": { "text-phone": { "media": "sound" } } }""").For(Someone);
        Finding phone = new("matching", FindingKinds.Phone, 1);

        Assert.Equal(RiskLevel.Pass, policy.Judge([phone], ["ADVERT"]).Level);
        Assert.Equal(RiskLevel.Review, policy.Judge([phone], ["ADVERT"], [], ContentType.Audio).Level);
    }

    [Fact]
    public void Those_for_whom_the_same_overrides_are_have_one_policy_between_them()
    {
        var policies = Read("""{ "overrides": [ { "when": { "room": ["r1", "r2"] }, "rules": { "qrcode": null } } ] }""");

        Assert.Same(policies.For(Someone), policies.For(Someone with { Room = "r2" }));
        Assert.NotSame(policies.For(Someone), policies.For(PolicyScope.Nobody));
    }

    [Fact]
    public void A_verdict_names_the_version_that_gave_it_risk_or_not()
    {
        var policy = Read("""{}""").For(Someone);

        Assert.Equal(("v", "v"), (policy.Judge([], ["QRCODE"]).PolicyVersion, policy.Judge([new("codes", "qrcode", 1)], ["QRCODE"]).PolicyVersion));
        Assert.Equal("builtin", Policy.BuiltIn.Judge([new("codes", "cat", 1)], ["QRCODE"]).PolicyVersion);
        Assert.Null(Verdict.Pass.PolicyVersion);
    }

    [Fact]
    public void What_is_shown_is_a_policy_that_means_the_same()
    {
        var policies = Read(
            """
            { "rules": { "erotic-sexy": { "review": 0.7, "en": ["Porn", "Hot", "Hot"] }, "qrcode": null },
              "overrides": [ { "when": { "tenant": "acme" }, "rules": { "erotic-porn": { "reject": 0.99 } }, "business": { "age-teen": { "from": 0.25 } } } ] }
            """);
        var shown = PolicyText.Of(policies.WrittenFor(Someone));

        Assert.Equal(shown, PolicyText.Of(Read(shown).Base));
        Assert.Contains("""    "erotic-porn": { "types": ["EROTIC"], "kind": "porn", "label": ["porn", "porn", "porn"], "review": 0, "reject": 0.99 },""", shown);
        Assert.DoesNotContain("\"qrcode\": {", shown);
        Assert.Equal(PolicyText.Of(BuiltInPolicy.Written), PolicyText.Of(PolicySet.BuiltIn(ConfiguredRules.None).Base));
    }

    private static PolicySet Read(string json, ConfiguredRules? own = null)
    {
        var reading = new PolicyReader(own ?? ConfiguredRules.None).Read(Encoding.UTF8.GetBytes(json), "v", "policy.json");
        Assert.Empty(reading.Errors);
        return reading.Set!;
    }

    private static RiskLevel Level(Policy policy, Finding finding, string type) => policy.Judge([finding], [type]).Level;
}
