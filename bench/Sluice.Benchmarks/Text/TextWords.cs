namespace Sluice.Benchmarks.Text;

/// <summary>What is written in the set: what streams show, harmless.</summary>
internal static class TextWords
{
    private static readonly string[] Chinese =
    [
        "欢迎来到直播间", "今天晚上八点准时开播", "点击关注不迷路", "感谢大家的支持", "限时优惠", "全场五折起", "新品上架", "主播正在唱歌", "请文明发言", "加入粉丝团",
        "抽奖活动即将开始", "明天继续努力", "北京时间", "天气晴朗", "谢谢老板的礼物", "这首歌送给你", "上海虹桥火车站", "中国移动通信", "学习使人进步", "山水风景",
        "美食推荐", "价格实惠", "质量保证", "官方旗舰店", "扫码下单", "库存有限", "先到先得", "下期再见", "正在连麦", "本场榜单",
    ];

    private static readonly string[] English =
    [
        "welcome", "to", "the", "live", "show", "tonight", "at", "follow", "for", "more", "free", "gift", "join", "our", "group", "today", "special", "offer",
        "limited", "time", "only", "music", "game", "player", "score", "thanks", "watching", "subscribe", "channel", "breaking", "news", "weather", "report",
        "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "contact", "support", "team", "new", "episode", "every", "Friday", "London", "Paris", "market",
    ];

    private static readonly string[] Arabic =
    [
        "مرحبا", "بكم", "في", "البث", "المباشر", "تابعونا", "على", "القناة", "اليوم", "الساعة", "مساء", "شكرا", "لكم", "جميعا", "عرض", "خاص", "جديد", "اشترك",
        "الآن", "الموسيقى", "والأخبار", "الطقس", "غدا", "مباراة", "الفريق", "الوطني", "مدينة", "القاهرة", "كتاب", "مدرسة", "سوق", "كبير", "صغير", "جميل",
        "السلام", "عليكم", "أهلا", "وسهلا", "هدية", "مجانية", "لفترة", "محدودة", "فقط", "انضم", "إلينا",
    ];

    public static string Line(string language, Random random) => language switch
    {
        "zh" => random.Next(4) switch
        {
            0 => Of(Chinese, random) + random.Next(10, 99999),
            1 => Of(Chinese, random) + Of(Chinese, random),
            _ => Of(Chinese, random),
        },
        "en" => Said(English, random, 2, 6),
        _ => Said(Arabic, random, 2, 6),
    };

    private static string Said(string[] words, Random random, int least, int most)
    {
        var line = string.Join(' ', Enumerable.Range(0, random.Next(least, most)).Select(_ => Of(words, random)));
        line = random.Next(5) == 0 ? $"{line} {random.Next(10, 99999)}" : line;
        return words == English && random.Next(3) == 0 ? line.ToUpperInvariant() : words == English ? char.ToUpperInvariant(line[0]) + line[1..] : line;
    }

    private static string Of(string[] words, Random random) => words[random.Next(words.Length)];
}
