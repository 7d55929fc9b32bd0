using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;

namespace Sluice.Tests.Detection.Codes;

/// <summary>What allowed and blocked hosts make of codes, however their addresses are spelt.</summary>
public sealed class CodeAddressesTests
{
    [Theory]
    [InlineData("https://good.example")]
    [InlineData("https://good.example/")]
    [InlineData("http://good.example/join?room=42#a")]
    [InlineData("HTTPS://GOOD.EXAMPLE/JOIN")]
    [InlineData("https://Good.Example:8443/x")]
    [InlineData("https://good.example./x")]
    [InlineData("https://live.good.example/x")]
    [InlineData(" https://good.example/x ")]
    [InlineData("https://bücher.example/x")]
    [InlineData("https://BÜCHER.example/x")]
    [InlineData("https://xn--bcher-kva.example/x")]
    [InlineData("https://good.example/?next=https://live.good.example/")]
    [InlineData("https://good.example/@evil.example")]
    [InlineData("https://good.example?a@evil.example")]
    public async Task An_address_at_an_allowed_host_is_no_finding(string text) => Assert.Null(await KindAsync(text));

    [Theory]
    [InlineData("https://good.example@other.example")]
    [InlineData("https://good.example:80@other.example/")]
    [InlineData("https://good.example%40other.example")]
    [InlineData("https://good.example\\@other.example")]
    [InlineData("https://other.example\\@good.example")]
    [InlineData("https://other.example/good.example")]
    [InlineData("https://other.example?good.example")]
    [InlineData("https://other.example#good.example")]
    [InlineData("https://good.example.other.example/")]
    [InlineData("https://notgood.example/")]
    [InlineData("https://good.example,other.example/")]
    [InlineData("https://goоd.example/")]
    [InlineData("https://good.example\u200B.other.example/")]
    [InlineData("https://good.example\n.other.example/")]
    [InlineData("https://good.example/\nhttps://other.example/")]
    [InlineData("https://good.example/ https://other.example/")]
    [InlineData("https://good.example/?next=https://other.example/")]
    [InlineData("https://good.example/?next=https%3A%2F%2Fother.example%2F")]
    [InlineData("http://a..b")]
    [InlineData("http://.a")]
    [InlineData("http://a%2e%2eb")]
    [InlineData("http://...")]
    [InlineData("good.example")]
    [InlineData("weixin://good.example")]
    [InlineData("https:///good.example")]
    [InlineData("https:good.example")]
    [InlineData("see https://good.example/")]
    [InlineData("https://[good.example]/")]
    [InlineData("https://")]
    [InlineData("plain text")]
    [InlineData("")]
    public async Task What_is_not_plainly_an_allowed_address_is_an_unlisted_code(string text) => Assert.Equal("qrcode", await KindAsync(text));

    [Theory]
    [InlineData("https://x,y@evil.example/")]
    [InlineData("https://x;@evil.example")]
    [InlineData("https://a b@evil.example")]
    [InlineData("https://good.example/?u=//evil.example")]
    [InlineData("https://good.example/?u=https%253A%252F%252Fevil.example")]
    [InlineData("MEBKM:TITLE:a;URL:http\\://ev\\il.example;;")]
    [InlineData("https://evil.example")]
    [InlineData("HTTP://EVIL.EXAMPLE")]
    [InlineData("https://evil.example.")]
    [InlineData("https://evil.example:8443/x")]
    [InlineData("https://a.b.evil.example/x")]
    [InlineData("https://good.example@evil.example")]
    [InlineData("https://user:secret@evil.example/")]
    [InlineData("https://evil.example\\@good.example")]
    [InlineData("https://good.example\\@evil.example")]
    [InlineData("https:\\\\evil.example\\x")]
    [InlineData("https:/evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:///evil.example")]
    [InlineData("ht\ntps://evil.example")]
    [InlineData("https://ev\til.example/")]
    [InlineData("https://%65vil.example/")]
    [InlineData("https://ｅｖｉｌ．ｅｘａｍｐｌｅ/")]
    [InlineData("https://evil。example/")]
    [InlineData("https://𝐞𝐯𝐢𝐥.example/")]
    [InlineData("https://ⓔⓥⓘⓛ.example/")]
    [InlineData("https://ev\u00ADil.example/")]
    [InlineData("https://ev\u200Bil.example/")]
    [InlineData("https://good.example/?next=https://evil.example/")]
    [InlineData("https://good.example/?next=https%3A%2F%2Fevil.example%2F")]
    [InlineData("join here: https://evil.example, now")]
    [InlineData("加入https://evil.example，快")]
    [InlineData("https://good.example/ https://evil.example/")]
    [InlineData("URLTO:http://evil.example")]
    [InlineData("MEBKM:TITLE:x;URL:http\\://evil.example;;")]
    [InlineData("evil.example")]
    [InlineData("evil.example/x")]
    [InlineData("www.evil.example")]
    [InlineData("https://пример.example/")]
    [InlineData("https://ПРИМЕР.example/")]
    [InlineData("https://xn--e1afmkfd.example/")]
    [InlineData("http://203.0.113.7/")]
    [InlineData("http://3405803783/")]
    [InlineData("http://0xcb.0.0x71.7/")]
    [InlineData("http://[2001:db8::7]:80/")]
    [InlineData("http://[2001:db8:0:0:0:0:0:7]/")]
    public async Task An_address_at_a_blocked_host_is_blocked_in_any_spelling(string text) => Assert.Equal("blockedcode", await KindAsync(text));

    [Fact]
    public async Task A_host_on_both_lists_is_blocked()
    {
        var options = new CodeOptions { AllowedHosts = ["good.example"], BlockedHosts = ["bad.good.example"] };

        Assert.Null((await DetectAsync("https://good.example/", options))?.Kind);
        Assert.Equal("blockedcode", (await DetectAsync("https://bad.good.example/", options))?.Kind);
    }

    [Fact]
    public async Task A_blocked_code_is_still_called_what_it_is()
    {
        var finding = await DetectAsync("https://evil.example/join", new CodeOptions { BlockedHosts = ["evil.example"] });

        Assert.Equal(("blockedcode", "qrcode", "https://evil.example/join"), (finding?.Kind, finding?.Name, finding?.Content));
    }

    [Fact]
    public void Long_texts_made_to_be_slow_are_not()
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("http:", 800)), new('a', 4096), new('.', 4096), string.Concat(Enumerable.Repeat("a.", 2048)),
            "https://" + new string('@', 4000), "https://" + string.Concat(Enumerable.Repeat("%2e", 1300)), string.Concat(Enumerable.Repeat("1", 4096)) + "x",
            string.Concat(Enumerable.Repeat("a@", 2048)),
        ];
        var list = new HostList(["evil.example"]);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        foreach (var text in texts)
        {
            Assert.DoesNotContain(CodeAddresses.Hosts(text), list.Contains);
            _ = CodeMeaning.IsContact(new Finding("codes", "qrcode", 1) { Content = text });
            _ = CodeAddresses.PlainHost(text);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task<string?> KindAsync(string text) => (await DetectAsync(text, new CodeOptions
    {
        AllowedHosts = ["good.example", "Bücher.example"],
        BlockedHosts = ["evil.example", "пример.example", "203.0.113.7", "2001:db8::7"],
    }))?.Kind;

    private static Task<Finding?> DetectAsync(string text, CodeOptions options) =>
        Task.FromResult(new CodeJudge(options).Judge(new CodeSymbol(text, default, IsBars: false, 1)));
}
