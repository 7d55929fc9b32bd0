using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;
using Sluice.Tests.Lists;

namespace Sluice.Tests.Verdicts;

/// <summary>A custom list's hit takes the list's level and labels (protocol §7), whatever the policy.</summary>
public sealed class ListRulesTests
{
    private const ulong Look = 0x0123456789abcdef;

    private static readonly Finding Code = new("codes", "qrcode", 1) { Content = "https://bad.example/join", Location = new PixelBox(1, 2, 3, 4) };
    private static readonly FrameWants Ads = new(["ADVERT"], []);

    [Theory]
    [InlineData(RiskLevel.Review)]
    [InlineData(RiskLevel.Reject)]
    public void A_hit_has_the_lists_level_and_labels_whatever_was_asked_for(RiskLevel level)
    {
        var lists = new TestLists().Black(ListKind.Words, "mine", ["gnu"], level, ["ad", "mine", "rival"]);

        var verdict = Judge(lists, new FrameWants(["EROTIC"], []), Line("a gnu"));

        Assert.Equal((level, "ad", "mine", "rival", RiskSource.Text), (verdict.Level, verdict.Label.Label1, verdict.Label.Label2, verdict.Label.Label3, verdict.Source));
        Assert.Equal(("Hit custom list", "命中自定义名单"), (RiskDescription.Of(verdict, MessageLanguage.English), RiskDescription.Of(verdict, MessageLanguage.Chinese)));
    }

    [Fact]
    public void A_list_that_names_types_is_heard_of_only_where_one_of_them_is_asked_for()
    {
        var lists = new TestLists().Black(ListKind.Words, "mine", ["gnu"], types: ["ADVERT", "DIRTY"]);

        Assert.Equal(RiskLevel.Pass, Judge(lists, new FrameWants(["EROTIC"], []), Line("a gnu")).Level);
        Assert.Equal(RiskLevel.Reject, Judge(lists, Ads, Line("a gnu")).Level);
    }

    [Theory]
    [InlineData(ListKind.Words, "gnu", "ban:list:list")]
    [InlineData(ListKind.Hosts, "bad.example", "ad:link:blocked")]
    [InlineData(ListKind.Images, "0123456789abcdef", "ban:list:list")]
    [InlineData(ListKind.Faces, "Ann", "ban:list:list")]
    public void Every_kind_has_labels_of_its_own_where_the_list_names_none(object kind, string entry, string label)
    {
        var lists = new TestLists().Black((ListKind)kind, "mine", [entry]);
        var known = new Finding("faces", FindingKinds.KnownFace, 0.9) { Name = "Ann", Location = new PixelBox(1, 2, 3, 4) };

        var verdict = Judge(lists, new FrameWants(["NONE"], []), Line("a gnu"), Code, known);

        Assert.Equal((label, RiskLevel.Reject), ($"{verdict.Label.Label1}:{verdict.Label.Label2}:{verdict.Label.Label3}", verdict.Level));
        Assert.Equal("mine", Assert.Single(verdict.All).Listed.Single().Hit.List.Name);
    }

    [Fact]
    public void Among_equals_a_list_goes_first_and_a_worse_risk_goes_before_it()
    {
        var lists = new TestLists().Black(ListKind.Hosts, "mine", ["bad.example"], RiskLevel.Review);

        var equal = Judge(lists, Ads, Code);
        Assert.Equal([("blocked", true), ("link", false)], equal.All.Select(label => (label.Label.Label3, label.IsListHit)));
        var worse = Judge(lists, new FrameWants(["ADVERT", "EROTIC"], []), Code, new Finding("nudity", "porn", 0.95));
        Assert.Equal(("porn", false), (worse.Label.Label1, worse.Top!.IsListHit));
        Assert.Equal("Porn:Porn:Porn", RiskDescription.Of(worse, MessageLanguage.English));
    }

    [Fact]
    public void The_same_label_of_a_list_and_a_rule_is_one_at_the_worse_level()
    {
        var lists = new TestLists().Black(ListKind.Hosts, "mine", ["bad.example"], RiskLevel.Reject, ["ad", "link", "link"]);

        var judged = Assert.Single(Judge(lists, Ads, Code).All);

        Assert.Equal((RiskLevel.Reject, true, 1, 1), (judged.Level, judged.IsListHit, judged.Findings.Count, judged.Listed.Count));
    }

    [Fact]
    public void An_allowed_code_is_no_risk_and_neither_is_anything_on_a_harmless_picture()
    {
        var white = new TestLists().White(ListKind.Hosts, "bad.example");
        Assert.Equal(RiskLevel.Pass, Judge(white, Ads, Code).Level);

        var harmless = new TestLists().White(ListKind.Images, "0123456789abcdef").Black(ListKind.Words, "mine", ["gnu"]).Black(ListKind.Images, "same", ["0123456789abcdef"]);
        var person = new Finding("objects", FindingKinds.Person, 0.9) { Location = new PixelBox(1, 2, 3, 4) };
        var verdict = Judge(harmless, new FrameWants(["ADVERT"], ["PERSON"]), Line("a gnu"), Code, person);
        Assert.Equal((RiskLevel.Pass, 1, "a gnu"), (verdict.Level, verdict.Business.Count, verdict.Text));
    }

    [Fact]
    public void Lines_on_screen_are_one_text_so_that_a_word_is_found_where_its_line_stands()
    {
        var lists = new TestLists().Black(ListKind.Words, "mine", ["gnu"]);

        var verdict = Judge(lists, Ads, Line("😀 one"), Line("two"), Line("a gnu"));

        Assert.Equal("😀 one\ntwo\na gnu", verdict.Text);
        Assert.Equal(new TextSpan(12, 15), Assert.Single(verdict.All).Findings[0].Span);
        Assert.Null(Judge(lists, Ads, Code).Text);
    }

    private static Finding Line(string text) => new("text", FindingKinds.Text, 0.9) { Content = text, Location = new PixelBox(1, 2, 3, 4) };

    private static Verdict Judge(TestLists lists, FrameWants wants, params Finding[] findings) =>
        new FrameMeaning(new TextMatcher(lists), lists).Judge(Policy.BuiltIn, "acme", wants, new JudgedFrame(findings, Look));
}
