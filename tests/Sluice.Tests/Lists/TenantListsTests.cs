using Sluice.Server.Detection;
using Sluice.Server.Lists;

namespace Sluice.Tests.Lists;

/// <summary>What a tenant's lists say of what was seen in a frame.</summary>
public sealed class TenantListsTests
{
    private const ulong Look = 0x0123456789abcdef;

    [Theory]
    [InlineData("https://bad.example/join", "bad.example")]
    [InlineData("HTTPS://x.y.BAD.example:8443/a", "x.y.bad.example")]
    [InlineData("https://ok.example@bad.example/", "bad.example")]
    [InlineData("call me: http://bad.example", "bad.example")]
    [InlineData("https://notbad.example/", null)]
    [InlineData("tel:123456", null)]
    public void A_code_that_leads_to_a_black_host_or_below_it_is_on_the_list(string content, string? host)
    {
        var lists = new TestLists().Black(ListKind.Hosts, "rivals", ["bad.example"]);
        var code = new Finding("codes", "qrcode", 1) { Content = content };

        var judged = Assert.Single(lists.Made.Judge(new JudgedFrame([code], null)));

        Assert.Equal(host, judged.Lists.SingleOrDefault()?.Entry);
        Assert.Equal(host is null ? [] : ["rivals"], judged.Lists.Select(hit => hit.List.Name));
        Assert.Equal(("qrcode", content), (judged.Kind, judged.Content));
    }

    [Theory]
    [InlineData("qrcode", "https://ours.example/join", true)]
    [InlineData("barcode", "https://shop.ours.example/join", true)]
    [InlineData("blockedcode", "https://ours.example/join", false)]
    [InlineData("qrcode", "https://ours.example/?to=https://bad.example", false)]
    [InlineData("qrcode", "https://ours.example\\@bad.example/", false)]
    [InlineData("qrcode", "come to https://ours.example", false)]
    [InlineData("qrcode", "https://other.example", false)]
    public void A_code_is_allowed_when_it_is_one_plain_address_at_a_white_host_and_the_operator_does_not_block_it(string kind, string content, bool isAllowed)
    {
        var lists = new TestLists().White(ListKind.Hosts, "ours.example").Black(ListKind.Hosts, "all", ["ours.example"]);

        Assert.Equal(isAllowed, lists.Made.Judge(new JudgedFrame([new Finding("codes", kind, 1) { Content = content }], null)).Count == 0);
    }

    [Fact]
    public void A_person_of_the_gallery_is_on_a_list_by_name_whatever_its_case_and_white_goes_before_black()
    {
        Finding ann = new("faces", FindingKinds.KnownFace, 0.9) { Name = "Ann" }, bob = ann with { Name = "Bob" }, cid = ann with { Name = "Cid" };
        var face = new Finding("faces", FindingKinds.Face, 0.9) { Name = "Bob" };
        var lists = new TestLists().Black(ListKind.Faces, "banned", ["ANN", "bob"]).White(ListKind.Faces, "Bob");

        var judged = lists.Made.Judge(new JudgedFrame([ann, bob, cid, face], null));

        Assert.Equal([("Ann", 1), ("Cid", 0), ("Bob", 0)], judged.Select(finding => (finding.Name!, finding.Lists.Count)));
        Assert.Equal("banned", judged[0].Lists[0].List.Name);
    }

    [Theory]
    [InlineData(0x0UL, true)]
    [InlineData(0x3fUL, true)]
    [InlineData(0x7fUL, false)]
    public void A_picture_is_on_a_list_when_it_differs_from_an_entry_in_at_most_six_bits(ulong difference, bool isListed)
    {
        var lists = new TestLists().Black(ListKind.Images, "banners", ["fedcba9876543210", "0123456789abcdef"]);

        var judged = lists.Made.Judge(new JudgedFrame([], Look ^ difference));

        Assert.Equal(isListed ? ["banners"] : [], judged.Select(finding => finding.Name!));
        Assert.All(judged, finding => Assert.Equal((FindingKinds.ListedPicture, "0123456789abcdef"), (finding.Kind, finding.Content)));
        Assert.All(judged, finding => Assert.True(finding.Probability > 0.9));
        Assert.Empty(lists.Made.Judge(new JudgedFrame([], null)));
        var white = new TestLists().White(ListKind.Images, "0123456789abcdef").Made;
        Assert.Equal(isListed, white.Pictures.IsHarmless(Look ^ difference));
    }

    [Fact]
    public void A_picture_is_on_each_list_once()
    {
        var lists = new TestLists()
            .Black(ListKind.Images, "one", ["0123456789abcdef", "0123456789abcdee"]).Black(ListKind.Images, "two", ["0123456789abcdef"]).Black(ListKind.Images, "none", []);

        Assert.Equal([("one", 1.0), ("two", 1.0)], lists.Made.Judge(new JudgedFrame([], Look)).Select(finding => (finding.Name!, finding.Probability)));
    }

    [Fact]
    public void Without_lists_everything_is_what_it_was()
    {
        Finding[] findings = [new Finding("codes", "qrcode", 1) { Content = "https://a.example" }];
        Assert.Same(findings, TenantLists.Of([]).Judge(new JudgedFrame(findings, Look)));
    }
}
