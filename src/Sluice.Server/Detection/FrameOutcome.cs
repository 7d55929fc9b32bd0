namespace Sluice.Server.Detection;

/// <summary>What became of a frame that was to be judged.</summary>
internal enum FrameOutcome
{
    /// <summary>Every detector that was wanted had its chance.</summary>
    Judged,

    /// <summary>It shows what the last one showed, whose findings it was given.</summary>
    Unchanged,

    /// <summary>Its JPEG could not be decoded.</summary>
    Unreadable,

    /// <summary>Whoever asked had stopped waiting before a worker took it.</summary>
    Cancelled,

    /// <summary>It had waited too long when its turn came.</summary>
    Late,
}
