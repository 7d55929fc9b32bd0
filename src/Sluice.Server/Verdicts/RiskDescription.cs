using Sluice.Protocol;

namespace Sluice.Server.Verdicts;

/// <summary>riskDescription: a label for people, in their language (protocol §4).</summary>
internal static class RiskDescription
{
    private static readonly LabelName ListHit = new("命中自定义名单", "Hit custom list");

    public static string Of(Verdict verdict, MessageLanguage language) =>
        verdict.Top is { } top ? Of(top, language) : Of(verdict.Label, language);

    public static string Of(JudgedLabel judged, MessageLanguage language) =>
        judged.IsListHit ? ListHit.In(language) : Of(judged.Label, language);

    /// <summary>The names of the levels that it has, joined by <c>:</c>.</summary>
    public static string Of(Label label, MessageLanguage language) => label.Label2.Length == 0
        ? label.Name1.In(language)
        : $"{label.Name1.In(language)}:{label.Name2.In(language)}:{label.Name3.In(language)}";
}
