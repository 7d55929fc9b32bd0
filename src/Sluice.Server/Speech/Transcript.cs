namespace Sluice.Server.Speech;

/// <summary>What was said in a piece of sound.</summary>
/// <param name="Text">Empty: nothing that was understood.</param>
/// <param name="Language">What language it is, where the model tells, as ISO 639-1, or <c>yue</c>; else null.</param>
internal sealed record Transcript(string Text, string? Language = null)
{
    /// <summary>Characters: more than is said in a minute in any language. A recogniser that says more says nothing.</summary>
    public const int LongestText = 16_384;
}
