namespace Sluice.Server.Detection;

/// <summary>Why a detector contributed nothing.</summary>
internal enum DetectorFailure
{
    /// <summary>It threw, or answered for another number of pictures than it was given.</summary>
    Threw,

    /// <summary>It took longer than the timeout.</summary>
    TimedOut,

    /// <summary>It was not asked, since earlier calls that timed out have still not come back.</summary>
    Stuck,

    /// <summary>Its model is missing or damaged.</summary>
    NoModel,
}
