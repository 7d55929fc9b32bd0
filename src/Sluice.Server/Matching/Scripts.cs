namespace Sluice.Server.Matching;

/// <summary>The <see cref="Script"/> of each folded character.</summary>
internal static class Scripts
{
    private static readonly Script[] All = [.. Enumerable.Range(0, char.MaxValue + 1).Select(character => Classify((char)character))];

    public static Script Of(char character) => All[character];

    /// <summary>Written with spaces between words.</summary>
    public static bool IsSpaced(char character) => All[character] is Script.Latin or Script.Digit or Script.Arabic;

    private static Script Classify(char character) => character switch
    {
        >= 'a' and <= 'z' => Script.Latin,
        >= '0' and <= '9' => Script.Digit,
        >= '\u0600' and <= '\u06ff' or >= '\u0750' and <= '\u077f' or >= '\u08a0' and <= '\u08ff' when char.IsLetter(character) => Script.Arabic,
        _ when char.IsLetterOrDigit(character) || char.IsSurrogate(character) => Script.Other,
        _ => Script.None,
    };
}
