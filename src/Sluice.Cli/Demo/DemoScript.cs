namespace Sluice.Cli.Demo;

/// <summary>What happens when in a demo.</summary>
/// <param name="CloseAfter">From the submission to the close.</param>
/// <param name="CodeFrom">When the QR code appears, in seconds of the source.</param>
/// <param name="CodeTo">When it disappears.</param>
/// <param name="CaptionFrom">When the caption appears, in seconds of the source.</param>
/// <param name="CaptionTo">When it disappears.</param>
internal sealed record DemoScript(TimeSpan CloseAfter, TimeSpan CodeFrom, TimeSpan CodeTo, TimeSpan CaptionFrom, TimeSpan CaptionTo)
{
    /// <summary>The shortest demo: room for a QR code and for a segment of sound.</summary>
    public const int LeastSeconds = 15;

    public const string CodeText = "https://sluice.example/join";

    /// <summary>What the caption says.</summary>
    public const string Caption = "Add me on WeChat: sluice88";

    /// <summary>The part of it that is a contact.</summary>
    public const string Contact = "sluice88";

    /// <summary>Seconds between the frames asked for, which is also how often the source has a keyframe.</summary>
    public const int FrameInterval = 2;

    /// <summary>Time kept for what follows the close.</summary>
    private const int Margin = 5;

    private const int LongestCode = 16;
    private const int LongestCaption = 10;

    public static DemoScript For(int seconds)
    {
        var close = seconds - Margin;
        // On a keyframe, so that the first frame that can show the code does.
        var from = Math.Max(FrameInterval, close * 3 / 10 / FrameInterval * FrameInterval);
        var length = Math.Clamp(close * 4 / 10, 2 * FrameInterval, LongestCode);
        var caption = from + length + FrameInterval;
        return new DemoScript(
            TimeSpan.FromSeconds(close),
            TimeSpan.FromSeconds(from),
            TimeSpan.FromSeconds(from + length),
            TimeSpan.FromSeconds(caption),
            TimeSpan.FromSeconds(Math.Min(close, caption + LongestCaption)));
    }
}
