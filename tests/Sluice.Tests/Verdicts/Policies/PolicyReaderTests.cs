using System.Text;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Tests.Verdicts.Policies;

/// <summary>Every error of a policy is named, with its line and its place.</summary>
public class PolicyReaderTests
{
    private const string Whole = """ "types": ["ADVERT"], "kind": "price", "label": ["ad", "price", "price"], "review": 0.5 """;

    [Theory]
    [InlineData("""{ "rule": {} }""", "p:1: rule: is not known: there may be base, rules, business, overrides")]
    [InlineData("""{ "base": "other" }""", "p:1: base: must be \"builtin\" or \"empty\"")]
    [InlineData("""{ "base": null }""", "p:1: base: must be \"builtin\" or \"empty\"")]
    [InlineData("""{ "rules": [] }""", "p:1: rules: must be an object: a rule under each name")]
    [InlineData("""{ "rules": { "erotic-sexy": 7 } }""", "p:1: rules.erotic-sexy: must be an object, or null to take the rule away")]
    [InlineData("""{ "rules": { "erotic-sexi": null } }""", "p:1: rules.erotic-sexi: there is no such rule to be taken away")]
    [InlineData(
        """{ "rules": { "erotic-sexi": { "review": 0.9 } } }""",
        "p:1: rules.erotic-sexi: there is no such rule to be changed, and for a new one types, kind or detector, label must be given")]
    [InlineData("""{ "rules": { "erotic-sexy": { "reveiw": 0.9 } } }""", "p:1: rules.erotic-sexy.reveiw: is not known: there may be types, kind,")]
    [InlineData("""{ "rules": { "erotic-sexy": { "from": 0.9 } } }""", "p:1: rules.erotic-sexy.from: is not known: ")]
    [InlineData("""{ "rules": { "erotic-sexy": { "review": 1.01 } } }""", "p:1: rules.erotic-sexy.review: must be a number from 0 to 1, \"sure\", or null for never")]
    [InlineData("""{ "rules": { "erotic-sexy": { "review": -0.1 } } }""", "p:1: rules.erotic-sexy.review: must be a number from 0 to 1")]
    [InlineData("""{ "rules": { "erotic-sexy": { "review": 1e999 } } }""", "p:1: rules.erotic-sexy.review: must be a number from 0 to 1")]
    [InlineData("""{ "rules": { "erotic-sexy": { "review": "0.5" } } }""", "p:1: rules.erotic-sexy.review: must be a number from 0 to 1")]
    [InlineData("""{ "rules": { "erotic-sexy": { "review": 0.9, "reject": 0.8 } } }""", "p:1: rules.erotic-sexy.review: review must be at most reject")]
    [InlineData("""{ "rules": { "erotic-sexy": { "types": ["EROTICS"] } } }""", "p:1: rules.erotic-sexy.types: 'EROTICS' is no type: there are ADLAW, ADVERT,")]
    [InlineData("""{ "rules": { "erotic-sexy": { "types": ["NONE"] } } }""", "p:1: rules.erotic-sexy.types: 'NONE' is no type: ")]
    [InlineData("""{ "rules": { "erotic-sexy": { "types": ["EROTIC", "EROTIC"] } } }""", "p:1: rules.erotic-sexy.types: has a type twice")]
    [InlineData("""{ "rules": { "erotic-sexy": { "types": null } } }""", "p:1: rules.erotic-sexy.types: must be an array of types")]
    [InlineData("""{ "rules": { "erotic-sexy": { "kind": "sexi" } } }""", "p:1: rules.erotic-sexy.kind: 'sexi' is no kind of finding: there are age, barcode,")]
    [InlineData("""{ "rules": { "erotic-sexy": { "kind": null } } }""", "p:1: rules.erotic-sexy.kind: must be a text, and cannot be taken away")]
    [InlineData("""{ "rules": { "erotic-sexy": { "name": "" } } }""", "p:1: rules.erotic-sexy.name: must be a text of 1 to 128 characters, or null")]
    [InlineData("""{ "rules": { "erotic-sexy": { "says": "nothing" } } }""", "p:1: rules.erotic-sexy.says: must be link, contact or null")]
    [InlineData("""{ "rules": { "erotic-sexy": { "media": "audio" } } }""", "p:1: rules.erotic-sexy.media: must be frame, sound or null")]
    [InlineData("""{ "rules": { "erotic-sexy": { "source": "video" } } }""", "p:1: rules.erotic-sexy.source: must be text, image, audio or null")]
    [InlineData("""{ "rules": { "erotic-sexy": { "label": ["porn", "sexy"] } } }""", "p:1: rules.erotic-sexy.label: must be three words, each of at most 64 characters")]
    [InlineData("""{ "rules": { "erotic-sexy": { "label": ["normal", "a", "b"] } } }""", "p:1: rules.erotic-sexy.label: 'normal' means that nothing was found")]
    [InlineData(
        """{ "rules": { "erotic-sexy": { "label": ["porn", "sexi", "sexy"] } } }""",
        "p:1: rules.erotic-sexy.label: porn/sexi/sexy is not in the table of labels: give its names too, three each under zh and en")]
    [InlineData("""{ "rules": { "erotic-sexy": { "en": ["a:b", "c", "d"] } } }""", "p:1: rules.erotic-sexy.en: must be three names without ':'")]
    [InlineData("""{ "rules": { "my rule": { WHOLE } } }""", "p:1: rules[\"my rule\"]: a rule's name must be 1 to 64 letters, digits, - _ and :")]
    [InlineData("""{ "business": { "person": { "from": 2 } } }""", "p:1: business.person.from: must be a number from 0 to 1")]
    [InlineData("""{ "business": { "person": { "review": 1 } } }""", "p:1: business.person.review: is not known: ")]
    [InlineData("""{ "business": { "person": { "types": ["person"] } } }""", "p:1: business.person.types: 'person' is no type: capitals and digits such as VEHICLE")]
    [InlineData("""{ "business": { "face": { "label": ["face", "mask", "mask"] } } }""", "p:1: business.face.label: face/mask/mask is not in the table of labels")]
    [InlineData("""{ "overrides": {} }""", "p:1: overrides: must be an array")]
    [InlineData("""{ "overrides": [ 1 ] }""", "p:1: overrides[0]: must be an object")]
    [InlineData("""{ "overrides": [ { "when": { "room": "r" } } ] }""", "p:1: overrides[0]: changes nothing: it has neither rules nor business")]
    [InlineData("""{ "overrides": [ { "rules": {} } ] }""", "p:1: overrides[0].when: must be an object with one or more of tenant, app, event, room, level")]
    [InlineData("""{ "overrides": [ { "when": {}, "rules": {} } ] }""", "p:1: overrides[0].when: must be an object with one or more of")]
    [InlineData("""{ "overrides": [ { "when": { "user": "u" }, "rules": {} } ] }""", "p:1: overrides[0].when.user: is not known: there may be tenant,")]
    [InlineData("""{ "overrides": [ { "when": { "room": 7 }, "rules": {} } ] }""", "p:1: overrides[0].when.room: must be a text, or an array of texts")]
    [InlineData("""{ "overrides": [ { "when": { "room": [] }, "rules": {} } ] }""", "p:1: overrides[0].when.room: must be a text, or an array of texts")]
    [InlineData("""{ "overrides": [ { "when": { "level": 5 }, "rules": {} } ] }""", "p:1: overrides[0].when.level: must be a whole number from 0 to 4, or an array of them")]
    [InlineData("""{ "overrides": [ { "when": { "level": 1.5 }, "rules": {} } ] }""", "p:1: overrides[0].when.level: must be a whole number from 0 to 4")]
    [InlineData("""{ "overrides": [ { "name": "", "when": { "level": 1 }, "rules": {} } ] }""", "p:1: overrides[0].name: must be a text of 1 to 64 characters")]
    [InlineData("""{ "overrides": [ { "when": { "level": 1 }, "rules": { "x": { "review": 0 } } } ] }""", "p:1: overrides[0].rules.x: there is no such rule to be changed")]
    [InlineData("""[]""", "p:1: it must be a JSON object")]
    [InlineData("", "p:1: it is no JSON: ")]
    [InlineData("""{ "rules": { """, "p:1: it is no JSON: ")]
    [InlineData("""{} {}""", "p:1: it is no JSON: ")]
    [InlineData("""{ "base": "\ud800" }""", "p:1: base: holds an escape that is no text")]
    public void An_error_is_named_with_its_place(string json, string error) =>
        Assert.StartsWith(error, Errors(json.Replace("WHOLE", Whole))[0]);

    [Fact]
    public void Every_error_is_named_with_its_line()
    {
        var errors = Errors(
            """
            {
              // Comments, and a comma too many, are no errors.
              "rules": {
                "erotic-sexy": { "review": 2, },
                "erotic-porn": {
                  "reject": 0.9,
                  "reject": 0.8
                }
              },
              "overrides": [
                { "when": { "level": 9 }, "rules": { "qrcode": null } }
              ]
            }
            """);

        Assert.Equal(
            [
                "p:4: rules.erotic-sexy.review: must be a number from 0 to 1, \"sure\", or null for never",
                "p:7: rules.erotic-porn.reject: is there twice",
                "p:11: overrides[0].when.level: must be a whole number from 0 to 4, or an array of them",
            ],
            errors);
    }

    [Fact]
    public void A_broken_text_is_named_with_its_line() =>
        Assert.StartsWith("p:3: it is no JSON: ", Assert.Single(Errors("{\n  \"rules\": {\n    \"qrcode\" null\n  }\n}")));

    [Fact]
    public void Errors_without_end_are_counted()
    {
        var errors = Errors($$"""{ "rules": { {{string.Join(",", Enumerable.Range(0, 250).Select(i => $"\"r{i}\": 0"))}} } }""");

        Assert.Equal(101, errors.Count);
        Assert.Equal("p:1: 150 more errors", errors[^1]);
    }

    [Fact]
    public void A_text_that_is_too_large_or_too_deep_or_no_UTF_8_is_refused_whatever_it_holds()
    {
        Assert.StartsWith("p:1: it has 1048577 bytes", Assert.Single(Errors(new byte[(1 << 20) + 1])));
        Assert.StartsWith("p:1: it is no JSON: ", Assert.Single(Errors(string.Concat(Enumerable.Repeat("[", 100_000)))));
        Assert.Equal("p:1: it is not UTF-8", Assert.Single(Errors([0x7B, 0xFF, 0x7D])));
        Assert.Empty(Errors([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']));
    }

    [Fact]
    public void Words_that_the_table_does_not_know_are_labels_when_their_names_are_given() => Assert.Empty(Errors(
        """
        { "rules": { "bow": { "types": ["VIOLENT"], "kind": "object", "name": "bow", "label": ["violence", "weapon", "bow"],
                              "zh": ["暴恐", "武器", "弓"], "en": ["Violence", "Weapon", "Bow"], "review": 0.5 } } }
        """));

    [Fact]
    public void The_policy_that_is_built_in_has_no_errors_and_labels_of_the_table_alone()
    {
        var built = BuiltInPolicy.Written;
        Assert.All(built.Risks.InForce.Select(RuleCompiler.Risk), rule => Assert.Contains(rule.Label, LabelTable.All));
        Assert.All(built.Business.InForce.Select(RuleCompiler.Business), rule => Assert.Contains(rule.Label, LabelTable.Business));
    }

    private static IReadOnlyList<string> Errors(string json) => Errors(Encoding.UTF8.GetBytes(json));

    private static IReadOnlyList<string> Errors(byte[] json)
    {
        var reading = new PolicyReader(ConfiguredRules.None).Read(json, "v", "p");
        Assert.Equal(reading.Set is null, reading.Errors.Count > 0);
        return [.. reading.Errors.Select(error => error.In("p"))];
    }
}
