namespace Sluice.Server.Speech;

/// <summary>What became of a piece of sound that was to be turned into text.</summary>
internal enum SpeechOutcome
{
    /// <summary>It is text now, which may be empty.</summary>
    Recognised,

    /// <summary>The queue was full, and a newer piece took its place.</summary>
    Dropped,

    /// <summary>It had waited too long when its turn came.</summary>
    Late,

    /// <summary>Nobody wanted it any more.</summary>
    Cancelled,

    /// <summary>There was no whole answer in time.</summary>
    TimedOut,

    /// <summary>The recogniser's process ended, or could not be started.</summary>
    Crashed,

    /// <summary>The model could not be loaded.</summary>
    NoModel,

    /// <summary>The endpoint has no connection, or it ended before the answer did.</summary>
    Unreachable,

    /// <summary>The endpoint answered with another status than 2xx.</summary>
    Refused,

    /// <summary>The answer is too large, or none that says what was asked.</summary>
    BadAnswer,

    /// <summary>The endpoint was not asked: as many calls of this minute have begun as may.</summary>
    OverBudget,

    /// <summary>The endpoint was not asked: as many calls are under way as may.</summary>
    Busy,

    /// <summary>Not tried: it failed too often in a row, and is tried again after a pause.</summary>
    Suspended,

    /// <summary>The recogniser said that it could not.</summary>
    Failed,
}
