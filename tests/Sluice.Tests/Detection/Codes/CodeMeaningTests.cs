using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Detection.Codes;

/// <summary>What codes mean to whoever asked for QRCODE or ADVERT.</summary>
public sealed class CodeMeaningTests
{
    [Theory]
    [InlineData("https://t.example/join", "link")]
    [InlineData("HTTP://T.EXAMPLE", "link")]
    [InlineData("www.shop.example", "link")]
    [InlineData("shop.example/buy", "link")]
    [InlineData("buy at https://shop.example now", "link")]
    [InlineData("tel:+8613800000000", "contact")]
    [InlineData("TEL:10086", "contact")]
    [InlineData("smsto:10086:hi", "contact")]
    [InlineData("mailto:a@b.example", "contact")]
    [InlineData("MATMSG:TO:a@b.example;SUB:x;;", "contact")]
    [InlineData("MECARD:N:Li;TEL:123;;", "contact")]
    [InlineData("BEGIN:VCARD\nVERSION:3.0", "contact")]
    [InlineData("weixin://dl/add?x", "contact")]
    [InlineData("https://u.wechat.com/abc", "contact")]
    [InlineData("https://weixin.qq.com/g/abc", "contact")]
    [InlineData("https://t.me/joinchat/abc", "contact")]
    [InlineData("https://wa.me/4915100000000", "contact")]
    [InlineData("加微信 wx123 领取福利", "contact")]
    [InlineData("vx: abc123", "contact")]
    [InlineData("QQ群 123456", "contact")]
    [InlineData("a.b@c.example", "contact")]
    [InlineData("+86 138-0000-0000", "contact")]
    [InlineData("hello world", null)]
    [InlineData("WIFI:T:WPA;S:net;P:secret;;", null)]
    [InlineData("room 42", null)]
    [InlineData("1.2.3", null)]
    public void A_code_is_advertising_when_it_leads_somewhere(string text, string? label)
    {
        var verdict = Policy.BuiltIn.Judge([new Finding("codes", "qrcode", 1) { Content = text }], ["ADVERT"]);

        Assert.Equal(label is null ? [] : new[] { ("ad", label, label, RiskLevel.Review) },
            verdict.All.Select(judged => (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3, judged.Level)));
    }

    [Fact]
    public void A_blocked_code_is_rejected_for_either_type()
    {
        var blocked = new Finding("codes", "blockedcode", 1) { Name = "qrcode", Content = "https://evil.example" };

        Assert.Equal((RiskLevel.Reject, "qrcode", "blocked"), Top(Policy.BuiltIn.Judge([blocked], ["QRCODE"])));
        Assert.Equal((RiskLevel.Reject, "ad", "blocked"), Top(Policy.BuiltIn.Judge([blocked], ["ADVERT"])));
    }

    [Fact]
    public void A_blocked_code_beside_others_decides()
    {
        var blocked = new Finding("codes", "blockedcode", 1) { Content = "https://evil.example" };
        var other = new Finding("codes", "qrcode", 1) { Content = "https://t.example" };

        var verdict = Policy.BuiltIn.Judge([other, blocked], ["QRCODE", "ADVERT"]);

        Assert.Equal(RiskLevel.Reject, verdict.Level);
        Assert.Equal(4, verdict.All.Count);
    }

    [Fact]
    public void A_bar_code_is_to_be_reviewed_by_who_asked_for_codes_and_is_no_advertising()
    {
        var bars = new Finding("codes", "barcode", 1) { Content = "4006381333931" };

        Assert.Equal((RiskLevel.Review, "qrcode", "barcode"), Top(Policy.BuiltIn.Judge([bars], ["QRCODE"])));
        Assert.Empty(Policy.BuiltIn.Judge([bars], ["ADVERT"]).All);
    }

    private static (RiskLevel Level, string Label1, string Label3) Top(Verdict verdict) =>
        (verdict.Level, verdict.Label.Label1, verdict.Label.Label3);
}
