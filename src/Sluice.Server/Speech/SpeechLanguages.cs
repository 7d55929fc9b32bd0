namespace Sluice.Server.Speech;

/// <summary>The languages of data.lang.</summary>
internal static class SpeechLanguages
{
    public const string Chinese = "zh";
    public const string English = "en";
    public const string Arabic = "ar";

    public static IReadOnlyList<string> All { get; } = [Chinese, English, Arabic];
}
