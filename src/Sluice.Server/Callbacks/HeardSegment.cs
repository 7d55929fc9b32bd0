namespace Sluice.Server.Callbacks;

/// <summary>What can be heard in a segment, and where.</summary>
/// <param name="HasVoice">vadCode: it is not silent.</param>
/// <param name="Text">What is said in it; empty: nothing, or nobody understands it.</param>
internal sealed record HeardSegment(bool HasVoice, string Text)
{
    /// <summary>What was said in the segment before; null: it is not told.</summary>
    public string? PreviousText { get; init; }

    /// <summary>Where the segment can be heard.</summary>
    public string? AudioUrl { get; init; }

    /// <summary>Where it can be heard together with the one before; null: it is not told.</summary>
    public string? PreAudioUrl { get; init; }

    /// <summary>The text as it is called back: behind that of the segment before, where that is told.</summary>
    public string Content => string.IsNullOrEmpty(PreviousText) ? Text : Text.Length == 0 ? PreviousText : $"{PreviousText}\n{Text}";
}
