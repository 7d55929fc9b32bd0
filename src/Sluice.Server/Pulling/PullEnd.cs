namespace Sluice.Server.Pulling;

/// <summary>How one attempt to pull came to its end.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Detail">A short sentence for operators, without the address's credentials and query.</param>
/// <param name="HadFrames">At least one frame came: the retry schedule starts anew.</param>
internal sealed record PullEnd(PullCause Cause, string Detail, bool HadFrames)
{
    /// <summary>The source was not looked at for long enough: it is to be opened again at once.</summary>
    public bool IsShortLook { get; init; }

    /// <summary>Trying again is of no use: the stream has failed.</summary>
    public bool IsFinal { get; init; }
}
