using System.Globalization;
using System.Text;

namespace Sluice.Cli.Callbacks;

/// <summary>Writes a callback as one line for people, coloured on a terminal.</summary>
internal static class CallbackPrinter
{
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";

    /// <summary>
    /// <c>time kind stream sequence level description captured seen</c>. Control characters of the sender never reach the
    /// terminal.
    /// </summary>
    public static string Format(CallbackLine line, DateTimeOffset receivedAt, bool colours)
    {
        var text = new StringBuilder();
        Append(Dim, receivedAt.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture), 12);
        Append("", KindName(line.Kind), 5);
        Append(Dim, ShortId(line.StreamId), 8);
        Append("", line.Kind is CallbackLineKind.FrameEnd ? "image" : line.Kind is CallbackLineKind.AudioEnd ? "audio" : line.Sequence, 7);
        Append(LevelColour(line), line.Level, 6);
        if (line.Description.Length > 0)
            Append("", line.Description, 0);
        if (line.CapturedAt.Length > 0)
            Append(Dim, $"at {TimeOf(line.CapturedAt)}", 0);
        if (line.Seen.Length > 0)
            Append("", line.Seen, 0);
        return text.ToString().TrimEnd();

        void Append(string colour, string value, int width)
        {
            if (text.Length > 0)
                text.Append("  ");
            var safe = Printable(value).PadRight(width);
            if (colours && colour.Length > 0)
                text.Append(colour).Append(safe).Append(Reset);
            else
                text.Append(safe);
        }
    }

    public static string KindName(CallbackLineKind kind) => kind switch
    {
        CallbackLineKind.Frame => "F",
        CallbackLineKind.Audio => "A",
        CallbackLineKind.FrameEnd or CallbackLineKind.AudioEnd => "END",
        CallbackLineKind.State => "STATE",
        _ => "?",
    };

    /// <summary>Enough of a requestId to tell streams apart.</summary>
    public static string ShortId(string streamId) => streamId.Length <= 8 ? streamId : streamId[..8];

    /// <summary>The time of day of <c>yyyy-MM-dd HH:mm:ss.fff</c>.</summary>
    public static string TimeOf(string capturedAt) => capturedAt[(capturedAt.IndexOf(' ') + 1)..];

    /// <summary>The text on one line, without characters that a terminal would act on.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsUnsafe(source[i]) ? '·' : source[i];
        });
    }

    private static bool IsUnsafe(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string LevelColour(CallbackLine line) => line.Level switch
    {
        "PASS" => "\e[32m",
        "REVIEW" => "\e[33m",
        "REJECT" => "\e[31;1m",
        _ => "",
    };
}
