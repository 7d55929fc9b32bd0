using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Verdicts.Business;

/// <summary>In which language somebody speaks, as whoever asked for LANGUAGE is told.</summary>
internal static class SpokenLanguage
{
    private const string Recogniser = "speech";
    private const string Kind = "speech.language";

    private static readonly LabelName Name = new("语种", "Language");

    /// <summary>Those that are spoken most; others go by their code.</summary>
    private static readonly Dictionary<string, LabelName> Names = new()
    {
        ["ar"] = new("阿拉伯语", "Arabic"),
        ["bn"] = new("孟加拉语", "Bengali"),
        ["de"] = new("德语", "German"),
        ["en"] = new("英语", "English"),
        ["es"] = new("西班牙语", "Spanish"),
        ["fa"] = new("波斯语", "Persian"),
        ["fr"] = new("法语", "French"),
        ["hi"] = new("印地语", "Hindi"),
        ["id"] = new("印尼语", "Indonesian"),
        ["it"] = new("意大利语", "Italian"),
        ["ja"] = new("日语", "Japanese"),
        ["ko"] = new("韩语", "Korean"),
        ["ms"] = new("马来语", "Malay"),
        ["pt"] = new("葡萄牙语", "Portuguese"),
        ["ru"] = new("俄语", "Russian"),
        ["th"] = new("泰语", "Thai"),
        ["tr"] = new("土耳其语", "Turkish"),
        ["ur"] = new("乌尔都语", "Urdu"),
        ["vi"] = new("越南语", "Vietnamese"),
        ["yue"] = new("粤语", "Cantonese"),
        ["zh"] = new("汉语", "Chinese"),
    };

    /// <summary>Null: nobody asked, or the recogniser does not tell.</summary>
    /// <param name="language">As ISO 639-1; null: not told.</param>
    /// <param name="types">As in audioBusinessType.</param>
    public static BusinessVerdict? Of(string? language, IReadOnlyList<string> types)
    {
        if (string.IsNullOrEmpty(language) || !types.Contains(SpokenTypes.Language))
        {
            return null;
        }

        var name = Names.GetValueOrDefault(language, new LabelName(language, language));
        return new BusinessVerdict(
            new Label("language", language, language, Name, name, name), [new Finding(Recogniser, Kind, 1) { Name = language }]);
    }
}
