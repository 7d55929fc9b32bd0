namespace Sluice.Server.Detection.Remote;

/// <summary>What became of a picture or sound that an endpoint was to judge.</summary>
internal enum CallOutcome
{
    /// <summary>It was judged.</summary>
    Answered,

    /// <summary>No whole answer came in time.</summary>
    TimedOut,

    /// <summary>There is no connection, or it ended before the answer did.</summary>
    Unreachable,

    /// <summary>It answered with another status than 2xx.</summary>
    Refused,

    /// <summary>Its answer is too large, or none that says what was asked.</summary>
    BadAnswer,

    /// <summary>Not asked: as many calls of this minute have begun as may.</summary>
    OverBudget,

    /// <summary>Not asked: as many calls are under way as may.</summary>
    Busy,

    /// <summary>Not asked: it failed too often in a row.</summary>
    Suspended,
}
