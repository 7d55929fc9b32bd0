using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Tests.Lists;

namespace Sluice.Tests.Matching;

/// <summary>What a tenant's lists say of a text.</summary>
public sealed class TextMatcherTests
{
    [Fact]
    public void A_word_of_a_black_list_is_found_where_it_stands_in_code_points()
    {
        var finding = Assert.Single(Match(new TestLists().Black(ListKind.Words, "mine", ["来我直播间"]), "😀😀快来我直播间"));

        Assert.Equal((FindingKinds.ListedWord, "mine", "来我直播间", new TextSpan(3, 8)), (finding.Kind, finding.Name, finding.Content, finding.Span));
        Assert.Equal(("mine", "来我直播间"), (finding.Lists[0].List.Name, finding.Lists[0].Entry));
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_text_each_with_its_list()
    {
        var lists = new TestLists().Black(ListKind.Words, "one", ["zebra", "gnu"]).Black(ListKind.Words, "two", ["gnu"]);

        Assert.Equal(
            [("one", 0), ("one", 6), ("two", 6), ("one", 10)],
            Match(lists, "zebra gnu zebra").Select(finding => (finding.Name!, finding.Span!.Value.From)));
    }

    [Fact]
    public void A_white_word_takes_away_what_lies_within_it_and_nothing_else()
    {
        var lists = new TestLists().Black(ListKind.Words, "mine", ["gnu"]).White(ListKind.Words, "gnu world", "old gn");

        Assert.Equal([new TextSpan(14, 17), new TextSpan(23, 26)], Match(lists, "the gnu world gnu, old gnu").Where(OfList).Select(finding => finding.Span!.Value));
    }

    [Fact]
    public void An_address_at_a_black_host_is_on_its_list_and_one_at_a_white_host_is_none()
    {
        var lists = new TestLists().Black(ListKind.Hosts, "rivals", ["bad-site.com"]).White(ListKind.Hosts, "our-site.com");

        var findings = Match(lists, "see www.bad-site.com/join and our-site.com/help and other-site.com/x");

        Assert.Equal(
            [("www.bad-site.com/join", "www.bad-site.com"), ("other-site.com/x", null)],
            findings.Where(finding => finding.Kind == FindingKinds.Link).Select(finding => (finding.Content!, finding.Lists.SingleOrDefault()?.Entry)));
    }

    [Fact]
    public void A_white_word_takes_away_an_address_too()
    {
        Assert.DoesNotContain(Match(new TestLists().White(ListKind.Words, "other-site.com"), "other-site.com"), finding => finding.Kind == FindingKinds.Link);
    }

    [Fact]
    public void A_text_full_of_words_has_256_findings_and_the_worst_are_among_them()
    {
        var lists = new TestLists()
            .Black(ListKind.Words, "mild", ["gnu"], RiskLevel.Review)
            .Black(ListKind.Words, "bad", ["zebra"]);

        var findings = Match(lists, string.Join(' ', Enumerable.Repeat("gnu", 500)) + " zebra");

        Assert.Equal(TextMatcher.MostFindings, findings.Count);
        Assert.Equal("bad", findings[^1].Name);
    }

    [Theory]
    [InlineData(0, 3, true)]
    [InlineData(1, 2, true)]
    [InlineData(0, 4, false)]
    [InlineData(5, 9, true)]
    [InlineData(6, 9, true)]
    [InlineData(4, 6, false)]
    [InlineData(9, 10, false)]
    public void A_part_is_covered_by_one_that_holds_the_whole_of_it(int from, int to, bool isCovered)
    {
        var cover = new SpanCover([new TextSpan(5, 6), new TextSpan(0, 3), new TextSpan(5, 9), new TextSpan(6, 7)]);
        Assert.Equal(isCovered, cover.Covers(new TextSpan(from, to)));
        Assert.False(new SpanCover([]).Covers(new TextSpan(from, to)));
    }

    private static bool OfList(Finding finding) => finding.Kind == FindingKinds.ListedWord;

    private static IReadOnlyList<Finding> Match(TestLists lists, string text) => new TextMatcher(lists).Match("acme", "zh", text);
}
