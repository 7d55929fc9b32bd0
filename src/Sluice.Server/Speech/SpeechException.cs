namespace Sluice.Server.Speech;

/// <summary>A piece of sound was not turned into text. The message may be logged: it holds nothing that was said.</summary>
internal sealed class SpeechException(SpeechOutcome outcome, string message) : Exception(message)
{
    public SpeechOutcome Outcome => outcome;
}
