namespace Sluice.Server.Detection.Text;

/// <summary>
/// Which lines are Arabic. PP-OCR does not know the script: it is in doubt, and tesseract is asked. In a stream of another language that is not
/// done for every scribble that nobody can read, but once in a while, or while there is Arabic.
/// </summary>
internal sealed class ArabicLines(ArabicReader reader, double least, TimeProvider time)
{
    public const string Language = "ar";

    /// <summary>In an Arabic stream PP-OCR must be so sure of what it read.</summary>
    private const double SureAmongArabic = 0.9;

    /// <summary>Elsewhere.</summary>
    private const double Sure = 0.75;

    /// <summary>So sure must tesseract be in such a stream that it is Arabic.</summary>
    private const double Believed = 0.6;

    /// <summary>So sure must tesseract be in an Arabic stream that PP-OCR is not asked too.</summary>
    private const double SureByItself = 0.7;

    /// <summary>Latin letters and digits are at most so wide, in heights of a line. Where they are fewer, something beside them was passed over.</summary>
    private const double WidestCharacter = 0.8;

    /// <summary>In a stream that is not Arabic, how long nobody is asked again who found none.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    public static bool MayBe(ReadText read, TextBox box, string language) =>
        read.Probability < (language == Language ? SureAmongArabic : Sure) || (language == Language && !Fills(read.Text, box));

    /// <summary>
    /// In an Arabic stream tesseract is asked first, of every line: most are Arabic, and PP-OCR makes nothing of those. Not while it does not
    /// answer: the time that it is waited for is that of all others.
    /// </summary>
    public static bool IsFirst(string language, TextMemory memory) => language == Language && !memory.HasNoAnswer;

    /// <summary>Lines of an Arabic stream may be found soon.</summary>
    public void Prepare() => reader.Prepare();

    /// <summary>What it read needs no second opinion.</summary>
    public static bool IsSettled(TextLine line) => line.IsArabic && line.Read.Probability >= SureByItself;

    /// <summary>A line of an Arabic stream that tesseract was to read, with what PP-OCR reads in it.</summary>
    public static TextLine Settle(TextLine line, ReadText read) => MayBe(read, line.Box, Language)
        ? (line.IsArabic ? line : line with { Read = read })
        : line with { Read = read, IsArabic = false, IsOpen = false };

    /// <summary>Has those lines read that may be Arabic. False: it was not possible this time.</summary>
    public async ValueTask<bool> ReadAsync(Picture picture, TextMemory memory, List<TextLine> lines, CancellationToken cancellationToken)
    {
        var isArabic = picture.Wants.Language == Language;
        int[] open = [.. Enumerable.Range(0, lines.Count).Where(i => lines[i].IsOpen).Take(ArabicPages.MostLines)];
        if (open.Length == 0 || (!isArabic && memory is { HadArabic: false, AskedAt: { } asked } && time.GetElapsedTime(asked) < AskAgain))
        {
            return true;
        }

        memory.AskedAt = time.GetTimestamp();
        if (!reader.IsThere && !isArabic)
        {
            return true;
        }

        memory.HasNoAnswer = true;
        var (read, hadTime) = await reader.TryReadAsync(picture, [.. open.Select(i => lines[i].Box)], cancellationToken);
        if (read is null)
        {
            return !reader.IsThere;
        }

        (memory.HasNoAnswer, memory.HadArabic) = (!hadTime, false);
        for (var i = 0; i < open.Length; i++)
        {
            var line = lines[open[i]];
            var isBelieved = read[i].Probability >= (isArabic ? least : Math.Max(least, Believed)) && ArabicScript.IsMostOf(read[i].Text);
            memory.HadArabic |= isBelieved;
            lines[open[i]] = line with { IsOpen = false, IsArabic = isBelieved, Read = isBelieved ? read[i] : line.Read };
        }

        return !lines.Exists(line => line.IsOpen);
    }

    private static bool Fills(string text, TextBox box)
    {
        var (width, height) = box.IsUpright ? (box.Height, box.Width) : (box.Width, box.Height);
        return text.Length * WidestCharacter >= width / height;
    }
}
