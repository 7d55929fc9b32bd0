namespace Sluice.Server.Speech;

/// <summary>What understands a language on this machine, or why nothing does.</summary>
/// <param name="Language">As in data.lang.</param>
/// <param name="Name">The recogniser's; <c>none</c> where there is none.</param>
/// <param name="Detail">What it runs on, or why it cannot run and what to do about it.</param>
internal sealed record InstalledSpeech(string Language, string Name, string Detail)
{
    /// <summary>Null: nothing understands it.</summary>
    public ISpeechRecogniser? Recogniser { get; init; }

    /// <summary>Something is there that ought to work: that it does not is a fault, not a choice.</summary>
    public bool IsFault { get; init; }
}
