namespace Sluice.Benchmarks.Matching;

/// <summary>What people write and say in streams that is on no list, with what comes near to words that are.</summary>
internal static class CleanTexts
{
    private static readonly string[] Chinese =
    [
        "欢迎新来的朋友，点个关注不迷路", "今天晚上八点准时开播，大家记得来看", "这首歌送给所有加班的人", "谢谢老板送的礼物，太客气了", "我昨天去了一趟菜市场，买了两斤排骨", "这场比赛打得真精彩",
        "孩子们在操场上踢球", "天气预报说明天有雨，出门带伞", "他是我们学校最年轻的老师", "主播唱得好听，再来一首吧", "这件衣服有红色、蓝色和白色", "从北京到上海坐高铁要四个半小时", "麻辣火锅和小龙虾哪个好吃？",
        "我家的猫咪今天三岁了！", "请大家文明发言，不要刷屏", "老师讲得很清楚，一听就懂", "这个游戏的画面做得不错", "妈妈的手艺比饭店还好", "前面路口左转，就到博物馆了", "他们家的粉丝很热情，天天来打卡",
        "小朋友，你几岁啦", "大家好，我是一名卡车司机", "冰激凌和毒蘑菇不能一起写进菜谱", "海边的日落，洛阳的牡丹，因为有你才好看", "这道题最难，好多同学都做错了", "球赛下周开始，注意看时间", "大妈的麻将桌旁围满了人",
        "去年冬天，死海的水位又降了", "一夜之间，情人节的花都卖光了", "加油！群里的朋友都在等你", "他把白色的纸、痴情的诗都留下了", "自己动手，慰问品就不用带了", "时间是2026年11月29日，下午3:30", "库存还有128件，运费12元起", "主播身高175cm，体重60kg",
        "下载速度 12.5 MB/s，延迟 30 ms", "第3季第12集，今晚8点更新", "嗯嗯嗯，好的好的，哈哈哈哈哈", "👍👍👍 太厉害了 666", "老铁们，双击屏幕，谢谢啦",
    ];

    private static readonly string[] English =
    [
        "welcome to the stream everyone, glad you could make it", "we're playing the new map tonight at 8:30", "thanks for the follow, that means a lot", "the class starts at nine and lasts an hour", "please pass the assorted nuts",
        "I assume the grass needs cutting again", "he assessed the damage and called the insurance", "that's a classic bass line, isn't it?", "my cockatiel loves cocktail umbrellas", "Scunthorpe lost 2-1 in the final minutes",
        "the therapist wrote a better analysis", "Essex and Sussex are counties in England", "the skill you need is patience", "Dickens wrote Great Expectations", "Is the X axis or the Y axis longer?", "a lot of people i know use an iPhone X", "2 x 3 = 6 and 4 x 4 = 16",
        "let me show you my setup: RTX 4090, 64 GB, 2 TB", "version 1.2.3 is out, see the notes", "Q & A after the break, then a b c and d", "she sells sea shells by the sea shore", "no way!!! sooooo good, yesss", "gg wp, well played!", "I can't even... what a goal!",
        "the methods section of the paper is short", "they weeded the garden and sold the roses", "he is better at chess than the abetting crowd thinks", "the slotted spoon is in the drawer", "our heroine finds the treasure at last", "the escorted tour leaves at 10 a.m.", "a moronic plan from a movie",
        "nudge me when dinner is ready", "kilometres and kilograms, not miles", "lol :) brb, i m on my way", "p.s. bring a jacket, it's 5 °C", "the U.S. team won 3 golds", "B2B sales went up 14% in Q3", "mp3, mp4 and h264 files all work", "see y'all l8r, thx 4 watching", "Asha and Ali are cousins",
    ];

    private static readonly string[] Arabic =
    [
        "مرحبا بكم جميعا في البث المباشر", "شكرا لكم على المتابعة", "الطقس اليوم جميل جدا", "سنبدأ المباراة الساعة الثامنة مساء", "أحب القهوة مع الحليب", "ذهبت إلى السوق واشتريت الخبز والتمر", "الأقمار الصناعية تدور حول الأرض", "ليلة قمرية هادئة على الشاطئ",
        "هذا الكتاب مفيد للطلاب", "المدرسة قريبة من بيتنا", "كيف حالكم اليوم؟ أتمنى أن تكونوا بخير", "فاز الفريق الوطني بثلاثة أهداف", "الكلمة الطيبة صدقة", "احمر لون السماء عند الغروب", "سافر أخي إلى دبي، ثم إلى القاهرة", "السعر ١٥٠ والكمية محدودة", "العدد 25 من المجلة",
        "الموسيقى هادئة وجميلة", "ههههههه والله ضحكتني", "رااااائع يا بطل", "الدرس الثالث: الحروف والأرقام", "أمي تطبخ الكبسة يوم الجمعة", "البرنامج يبدأ بعد خمس دقائق", "نلتقي غدا إن شاء الله", "القطار يصل في 10:45 صباحا", "كل عام وأنتم بخير", "اشترك في القناة وفعل الجرس",
        "الهاتف الجديد سريع وخفيف", "عيد سعيد 🎉🎉", "و في النهاية نشكر الجميع",
    ];

    private static readonly string[] Tails = ["", "", "", " 😀", "!", "...", " 123", " 🎉🎉", " ~", " (1/2)"];

    public static string Sentence(string language, Random random)
    {
        var all = All(language);
        return all[random.Next(all.Length)] + Tails[random.Next(Tails.Length)];
    }

    /// <summary>Some of them one after the other, as lines or not.</summary>
    public static string Text(string language, Random random) =>
        string.Join(Parting(language, random), Enumerable.Range(0, random.Next(1, 4)).Select(_ => Sentence(language, random)));

    /// <summary>A sentence with something in it: between two words, or anywhere in Chinese.</summary>
    public static string With(string language, string something, Random random)
    {
        var sentence = Sentence(language, random);
        if (language == "zh")
        {
            var at = random.Next(3) == 0 ? 0 : random.Next(2) == 0 ? sentence.Length : sentence.IndexOf('，', StringComparison.Ordinal) + 1;
            return sentence[..at] + something + sentence[at..];
        }

        var words = sentence.Split(' ');
        var place = random.Next(words.Length + 1);
        return string.Join(' ', [.. words[..place], something, .. words[place..]]);
    }

    private static string[] All(string language) => language switch { "zh" => Chinese, "en" => English, _ => Arabic };

    private static string Parting(string language, Random random) => random.Next(3) switch { 0 => "\n", 1 => " ", _ => language == "zh" ? "。" : ". " };
}
