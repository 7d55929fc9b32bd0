using Sluice.Protocol;

namespace Sluice.Server.Verdicts;

/// <summary>A label's name in both languages.</summary>
internal readonly record struct LabelName(string Chinese, string English)
{
    public string In(MessageLanguage language) => language == MessageLanguage.Chinese ? Chinese : English;
}
