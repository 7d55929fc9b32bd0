namespace Sluice.Server.Verdicts;

/// <summary>
/// Every label that can be given. The first level is the protocol's (§7); the hosted service's tables of the other two are
/// not public, so those are ours.
/// </summary>
internal static class LabelTable
{
    private static readonly LabelName Politics = new("涉政", "Politics");
    private static readonly LabelName PornName = new("色情", "Porn");
    private static readonly LabelName Violence = new("暴恐", "Violence");
    private static readonly LabelName Ban = new("违禁", "Prohibited");
    private static readonly LabelName Ad = new("广告", "Advertising");
    private static readonly LabelName Code = new("二维码", "QR code");
    private static readonly LabelName Abuse = new("辱骂", "Abuse");
    private static readonly LabelName AdLaw = new("广告法", "Advertising law");
    private static readonly LabelName Moan = new("娇喘", "Moaning");
    private static readonly LabelName Nothing = new("", "");

    /// <summary>Nothing was found: the label of PASS.</summary>
    public static Label Normal { get; } = new("normal", "", "", new LabelName("正常", "Normal"), Nothing, Nothing);

    /// <summary>A QR code that is on no list.</summary>
    public static Label QrCode { get; } = new("qrcode", "qrcode", "qrcode", Code, Code, Code);

    /// <summary>A code of lines.</summary>
    public static Label BarCode { get; } = new("qrcode", "barcode", "barcode", Code, new("条形码", "Bar code"), new("条形码", "Bar code"));

    /// <summary>A code that leads to a host that is blocked.</summary>
    public static Label BlockedCode { get; } = new("qrcode", "qrcode", "blocked", Code, Code, new("黑名单网址", "Blocked address"));

    /// <summary>How to reach somebody.</summary>
    public static Label Contact { get; } = new("ad", "contact", "contact", Ad, new("联系方式", "Contact details"), new("联系方式", "Contact details"));

    /// <summary>A web address.</summary>
    public static Label Link { get; } = new("ad", "link", "link", Ad, new("网址", "Web address"), new("网址", "Web address"));

    /// <summary>A web address that is blocked.</summary>
    public static Label BlockedLink { get; } = new("ad", "link", "blocked", Ad, new("网址", "Web address"), new("黑名单网址", "Blocked address"));

    /// <summary>A pornographic picture.</summary>
    public static Label Porn { get; } = new("porn", "porn", "porn", PornName, PornName, PornName);

    /// <summary>A picture of little clothed people that is not pornographic.</summary>
    public static Label Sexy { get; } = new("porn", "sexy", "sexy", PornName, new("性感", "Sexy"), new("性感", "Sexy"));

    /// <summary>A pornographic drawing.</summary>
    public static Label Hentai { get; } = new("porn", "drawing", "hentai", PornName, new("动漫色情", "Drawn porn"), new("动漫色情", "Drawn porn"));

    /// <summary>A knife, whatever it is for.</summary>
    public static Label Knife { get; } = new("violence", "weapon", "knife", Violence, new("武器", "Weapon"), new("刀具", "Knife"));

    /// <summary>Scissors, whatever they are for.</summary>
    public static Label Scissors { get; } = new("violence", "weapon", "scissors", Violence, new("武器", "Weapon"), new("剪刀", "Scissors"));
    /// <summary>The face of somebody whom the operator wants to know of.</summary>
    public static Label Figure { get; } =
        new("politics", "figure", "figure", Politics, new("政治人物", "Political figure"), new("政治人物", "Political figure"));

    public static IReadOnlyList<Label> All { get; } =
    [
        Normal,
        QrCode,
        BarCode,
        BlockedCode,
        new("politics", "politics", "politics", Politics, Politics, Politics),
        Figure,
        new("politics", "symbol", "flag", Politics, new("政治标志", "Political symbol"), new("旗帜", "Flag")),
        new("politics", "anthem", "anthem", Politics, new("国歌", "Anthem"), new("国歌", "Anthem")),
        Porn,
        new("porn", "nudity", "nudity", PornName, new("裸露", "Nudity"), new("裸露", "Nudity")),
        Sexy,
        Hentai,
        new("porn", "text", "text", PornName, new("色情文字", "Sexual text"), new("色情文字", "Sexual text")),
        new("violence", "violence", "violence", Violence, Violence, Violence),
        Knife,
        Scissors,
        new("violence", "weapon", "gun", Violence, new("武器", "Weapon"), new("枪支", "Gun")),
        new("violence", "blood", "blood", Violence, new("血腥", "Blood"), new("血腥", "Blood")),
        new("ban", "ban", "ban", Ban, Ban, Ban),
        new("ban", "gambling", "gambling", Ban, new("赌博", "Gambling"), new("赌博", "Gambling")),
        new("ban", "drugs", "drugs", Ban, new("毒品", "Drugs"), new("毒品", "Drugs")),
        new("ban", "sound", "sound", Ban, new("违禁音频", "Prohibited sound"), new("违禁音频", "Prohibited sound")),
        new("ad", "ad", "ad", Ad, Ad, Ad),
        Contact,
        Link,
        BlockedLink,
        new("abuse", "abuse", "abuse", Abuse, Abuse, Abuse),
        new("adlaw", "adlaw", "adlaw", AdLaw, AdLaw, AdLaw),
        new("moan", "moan", "moan", Moan, Moan, Moan),
    ];

    /// <summary>Null when there is none of these three words.</summary>
    public static Label? Find(string label1, string label2, string label3) =>
        All.FirstOrDefault(label => label.Label1 == label1 && label.Label2 == label2 && label.Label3 == label3);
}
