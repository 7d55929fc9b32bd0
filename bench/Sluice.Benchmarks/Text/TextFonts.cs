using SkiaSharp;

namespace Sluice.Benchmarks.Text;

/// <summary>The fonts of Debian that are installed here, by what they can write. Fonts that look unlike on the same machine make the set.</summary>
internal static class TextFonts
{
    private const string Folder = "/usr/share/fonts";

    private static readonly Dictionary<string, string[]> Files = new()
    {
        ["zh"] =
        [
            "truetype/wqy/wqy-microhei.ttc", "truetype/wqy/wqy-zenhei.ttc", "opentype/noto/NotoSansCJK-Regular.ttc#2",
            "opentype/noto/NotoSansCJK-Bold.ttc#2", "opentype/noto/NotoSerifCJK-Regular.ttc#2", "opentype/noto/NotoSerifCJK-Bold.ttc#2",
            "truetype/arphic/uming.ttc", "truetype/arphic/ukai.ttc",
        ],
        ["en"] =
        [
            "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf", "truetype/dejavu/DejaVuSerif.ttf", "truetype/dejavu/DejaVuSansMono.ttf",
            "truetype/liberation2/LiberationSans-Regular.ttf", "truetype/liberation2/LiberationSans-Bold.ttf", "truetype/liberation2/LiberationSerif-Regular.ttf",
            "truetype/liberation2/LiberationMono-Regular.ttf", "truetype/open-sans/OpenSans-Regular.ttf", "truetype/open-sans/OpenSans-Bold.ttf",
            "truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", "truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf", "truetype/freefont/FreeSans.ttf",
            "truetype/freefont/FreeSerifBold.ttf", "truetype/wqy/wqy-microhei.ttc",
        ],
        ["ar"] =
        [
            "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf", "opentype/fonts-hosny-amiri/Amiri-Regular.ttf",
            "opentype/fonts-hosny-amiri/Amiri-Bold.ttf", "truetype/noto/NotoNaskhArabic-Regular.ttf", "truetype/noto/NotoNaskhArabic-Bold.ttf",
            "truetype/noto/NotoSansArabic-Regular.ttf", "truetype/noto/NotoSansArabic-Bold.ttf", "truetype/noto/NotoKufiArabic-Regular.ttf",
            "truetype/kacst/KacstBook.ttf", "truetype/kacst-one/KacstOne.ttf",
        ],
    };

    private static readonly Dictionary<string, Lazy<(string Name, SKTypeface Typeface)[]>> Installed = Files.ToDictionary(
        each => each.Key,
        each => new Lazy<(string, SKTypeface)[]>(() => [.. each.Value.Select(Open).OfType<(string, SKTypeface)>()]));

    /// <summary>Those that write a language.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IReadOnlyList<(string Name, SKTypeface Typeface)> Of(string language) =>
        Installed[language].Value is { Length: > 0 } fonts ? fonts : throw new InvalidOperationException($"no font is installed that writes {language}");

    /// <summary>One that writes a text.</summary>
    public static SKTypeface For(string text) => Of(text.Any(character => character >= 0x2e80) ? "zh" : text.Any(character => character is >= '\u0600' and <= '\u06ff') ? "ar" : "en")[0].Typeface;

    private static (string, SKTypeface)? Open(string file)
    {
        var parts = file.Split('#');
        var path = Path.Combine(Folder, parts[0]);
        return File.Exists(path) && SKTypeface.FromFile(path, parts.Length > 1 ? parts[1][0] - '0' : 0) is { } typeface
            ? (Path.GetFileNameWithoutExtension(path), typeface)
            : null;
    }
}
