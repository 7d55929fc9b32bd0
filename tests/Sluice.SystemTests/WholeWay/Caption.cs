namespace Sluice.SystemTests.WholeWay;

/// <summary>What a stream in a language shows, each time for three seconds, and what is called back of it.</summary>
/// <param name="Language">As <c>data.lang</c> has it.</param>
/// <param name="Font">Of Debian, below its folder of fonts.</param>
/// <param name="Text">What is written.</param>
/// <param name="Messenger">The third label of it.</param>
/// <param name="Number">A part of what is found.</param>
internal sealed record Caption(string Language, string Font, string Text, string Messenger, string Number)
{
    /// <summary>The last second that a test looks at.</summary>
    public const int Last = 13;

    private const int For = 3;
    private static readonly int[] From = [3, 9];

    public static IReadOnlyList<Caption> All { get; } =
    [
        new("zh", "truetype/wqy/wqy-microhei.ttc", "加微信 abc12345", "wechat", "12345"),
        new("en", "truetype/dejavu/DejaVuSans.ttf", "WhatsApp +44 7911 123456", "whatsapp", "123456"),
        new("ar", "opentype/fonts-hosny-amiri/Amiri-Regular.ttf", "واتساب 0501234567", "whatsapp", "0501234567"),
    ];

    public static bool IsShownAt(int second) => From.Any(from => second >= from && second < from + For);

    /// <summary>The same for ffmpeg.</summary>
    public static string Shown { get; } = string.Join('+', From.Select(from => $"gte(t,{from})*lt(t,{from + For})"));
}
