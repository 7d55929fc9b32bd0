using Sluice.Server.Matching;

namespace Sluice.Tests.Matching;

public sealed class TextPatternsTests
{
    [Theory]
    [InlineData("Add me on WeChat: sluice88", "contact.messenger", "wechat", "WeChat: sluice88")]
    [InlineData("加微信 abc12345 领福利", "contact.messenger", "wechat", "微信 abc12345")]
    [InlineData("微❤信：abc12345", "contact.messenger", "wechat", "微❤信：abc12345")]
    [InlineData("加我V信 hello_666", "contact.messenger", "wechat", "V信 hello_666")]
    [InlineData("vx: tian2020", "contact.messenger", "wechat", "vx: tian2020")]
    [InlineData("QQ 123456789", "contact.messenger", "qq", "QQ 123456789")]
    [InlineData("扣扣群 ６６８８９９", "contact.messenger", "qq", "扣扣群 ６６８８９９")]
    [InlineData("Telegram @sluice_bot", "contact.messenger", "telegram", "Telegram @sluice_bot")]
    [InlineData("see t.me/sluice_bot", "contact.messenger", "telegram", "t.me/sluice_bot")]
    [InlineData("WhatsApp +44 7911 123456", "contact.messenger", "whatsapp", "WhatsApp +44 7911 123456")]
    [InlineData("واتساب 0501234567", "contact.messenger", "whatsapp", "واتساب 0501234567")]
    [InlineData("call 138-0013-8000 now", "contact.phone", null, "138-0013-8000")]
    [InlineData("１３８００１３８０００", "contact.phone", null, "１３８００１３８０００")]
    [InlineData("一三八零零一三八零零零", "contact.phone", null, "一三八零零一三八零零零")]
    [InlineData("+1 (415) 555-0132", "contact.phone", null, "+1 (415) 555-0132")]
    [InlineData("٠٥٠١٢٣٤٥٦٧", "contact.phone", null, "٠٥٠١٢٣٤٥٦٧")]
    [InlineData("write to me.you@example.com.", "contact.mail", null, "me.you@example.com")]
    [InlineData("visit https://shop.example/a?b=1 now", "link", null, "https://shop.example/a?b=1")]
    [InlineData("上 bet365.com 玩", "link", null, "bet365.com")]
    [InlineData("bet365 点 com", "link", null, "bet365 点 com")]
    [InlineData("only $9.99 today", "price", null, "$9.99")]
    [InlineData("仅需 99 元", "price", null, "99 元")]
    [InlineData("١٥٠ ريال", "price", null, "١٥٠ ريال")]
    public void What_a_text_gives_for_reaching_somebody_is_found(string text, string kind, string? name, string content)
    {
        var found = Assert.Single(TextPatterns.Find(NormalizedText.Of(text), text));

        Assert.Equal((kind, name, content), (found.Kind, found.Name, found.Content));
    }

    [Theory]
    [InlineData("2026-11-29 15:47:38")]
    [InlineData("1795967533815")]
    [InlineData("version 1.2.3 and 3.14")]
    [InlineData("We had a good time. Then we left")]
    [InlineData("微信支付很方便")]
    [InlineData("score 21:19, 3-0")]
    [InlineData("order 20261129000123456")]
    [InlineData("1280x720 at 30 fps")]
    [InlineData("29.11.2026, 15:47")]
    [InlineData("v10.0.100-rc.2")]
    [InlineData("id 550e8400-e29b-41d4-a716-446655440000")]
    public void What_only_looks_like_it_is_not(string text) =>
        Assert.Empty(TextPatterns.Find(NormalizedText.Of(text), text));
}
