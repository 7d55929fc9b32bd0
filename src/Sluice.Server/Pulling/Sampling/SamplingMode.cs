namespace Sluice.Server.Pulling.Sampling;

/// <summary>What a child decodes of the video.</summary>
internal enum SamplingMode
{
    /// <summary>
    /// Every frame but B-frames. It fills every slot of the sampling grid whatever the source's keyframes are like, with a lag
    /// of a few frames; costs about twice as much as <see cref="Keyframes"/>.
    /// </summary>
    AllButBidirectional,

    /// <summary>
    /// Keyframes only. Right when they come at least once an interval and none is held back: with B-frames the decoder is two
    /// keyframes late.
    /// </summary>
    Keyframes,
}
