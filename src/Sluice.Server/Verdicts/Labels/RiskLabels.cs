namespace Sluice.Server.Verdicts.Labels;

/// <summary>What is called a risk.</summary>
internal static class RiskLabels
{
    private static readonly LabelName Politics = new("涉政", "Politics");
    private static readonly LabelName Porn = new("色情", "Porn");
    private static readonly LabelName Violence = new("暴恐", "Violence");
    private static readonly LabelName Weapon = new("武器", "Weapon");
    private static readonly LabelName Ban = new("违禁", "Prohibited");
    private static readonly LabelName Ad = new("广告", "Advertising");
    private static readonly LabelName Contact = new("联系方式", "Contact details");
    private static readonly LabelName Link = new("网址", "Web address");
    private static readonly LabelName Blocked = new("黑名单网址", "Blocked address");
    private static readonly LabelName Code = new("二维码", "QR code");
    private static readonly LabelName Abuse = new("辱骂", "Abuse");
    private static readonly LabelName AdLaw = new("广告法", "Advertising law");
    private static readonly LabelName Moan = new("娇喘", "Moaning");

    public static IReadOnlyList<Label> All { get; } =
    [
        new("qrcode", "qrcode", "qrcode", Code, Code, Code),
        Label.Of("qrcode", Code, "barcode", new("条形码", "Bar code")),
        new("qrcode", "qrcode", "blocked", Code, Code, Blocked),
        new("politics", "politics", "politics", Politics, Politics, Politics),
        Label.Of("politics", Politics, "figure", new("政治人物", "Political figure")),
        new("politics", "symbol", "flag", Politics, new("政治标志", "Political symbol"), new("旗帜", "Flag")),
        new("politics", "symbol", "emblem", Politics, new("政治标志", "Political symbol"), new("徽章", "Emblem")),
        Label.Of("politics", Politics, "anthem", new("国歌", "Anthem")),
        Label.Of("politics", Politics, "sound", new("涉政音频", "Political sound")),
        Label.Of("politics", Politics, "text", new("涉政文字", "Political text")),
        new("porn", "porn", "porn", Porn, Porn, Porn),
        Label.Of("porn", Porn, "nudity", new("裸露", "Nudity")),
        Label.Of("porn", Porn, "sexy", new("性感", "Sexy")),
        new("porn", "drawing", "hentai", Porn, new("动漫色情", "Drawn porn"), new("动漫色情", "Drawn porn")),
        Label.Of("porn", Porn, "sound", new("色情音频", "Sexual sound")),
        Label.Of("porn", Porn, "text", new("色情文字", "Sexual text")),
        new("violence", "violence", "violence", Violence, Violence, Violence),
        new("violence", "weapon", "knife", Violence, Weapon, new("刀具", "Knife")),
        new("violence", "weapon", "scissors", Violence, Weapon, new("剪刀", "Scissors")),
        new("violence", "weapon", "gun", Violence, Weapon, new("枪支", "Gun")),
        Label.Of("violence", Violence, "blood", new("血腥", "Blood")),
        Label.Of("violence", Violence, "fight", new("打斗", "Fight")),
        Label.Of("violence", Violence, "fire", new("火灾爆炸", "Fire or explosion")),
        Label.Of("violence", Violence, "terror", new("恐怖主义", "Terrorism")),
        Label.Of("violence", Violence, "selfharm", new("自残", "Self-harm")),
        Label.Of("violence", Violence, "sound", new("暴恐音频", "Violent sound")),
        Label.Of("violence", Violence, "text", new("暴恐文字", "Violent text")),
        new("ban", "ban", "ban", Ban, Ban, Ban),
        Label.Of("ban", Ban, "gambling", new("赌博", "Gambling")),
        Label.Of("ban", Ban, "drugs", new("毒品", "Drugs")),
        Label.Of("ban", Ban, "smoking", new("吸烟", "Smoking")),
        Label.Of("ban", Ban, "fraud", new("诈骗", "Fraud")),
        Label.Of("ban", Ban, "sound", new("违禁音频", "Prohibited sound")),
        Label.Of("ban", Ban, "text", new("违禁文字", "Prohibited text")),
        Label.Of("ban", Ban, "list", new("自定义名单", "Custom list")),
        new("ad", "ad", "ad", Ad, Ad, Ad),
        new("ad", "contact", "contact", Ad, Contact, Contact),
        new("ad", "contact", "phone", Ad, Contact, new("电话", "Phone number")),
        new("ad", "contact", "mail", Ad, Contact, new("邮箱", "Mail address")),
        new("ad", "contact", "wechat", Ad, Contact, new("微信", "WeChat")),
        new("ad", "contact", "qq", Ad, Contact, new("QQ号", "QQ")),
        new("ad", "contact", "telegram", Ad, Contact, new("电报", "Telegram")),
        new("ad", "contact", "whatsapp", Ad, Contact, new("WhatsApp账号", "WhatsApp")),
        new("ad", "link", "link", Ad, Link, Link),
        new("ad", "link", "blocked", Ad, Link, Blocked),
        Label.Of("ad", Ad, "price", new("价格", "Price")),
        Label.Of("ad", Ad, "text", new("广告文字", "Advertising text")),
        new("abuse", "abuse", "abuse", Abuse, Abuse, Abuse),
        Label.Of("abuse", Abuse, "text", new("辱骂文字", "Abusive text")),
        new("adlaw", "adlaw", "adlaw", AdLaw, AdLaw, AdLaw),
        Label.Of("adlaw", AdLaw, "text", new("违反广告法文字", "Text against advertising law")),
        new("moan", "moan", "moan", Moan, Moan, Moan),
    ];
}
